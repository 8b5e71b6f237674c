import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const one = new URL('./fixtures/nb_301/rs/results_0.json', import.meta.url);

/** A folder in the layout of NAS-Bench-301: so many trainings, told apart by their accuracy. */
export function writeResults(folder: string, count: number): void {
  const result = JSON.parse(readFileSync(one, 'utf8'));
  mkdirSync(join(folder, 'rs'), { recursive: true });
  for (let i = 0; i < count; i += 1)
    writeFileSync(join(folder, `rs/results_${i}.json`), JSON.stringify({ ...result, test_accuracy: i }));
}
