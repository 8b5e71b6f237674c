/**
 * What writing the scores takes beside computing them: the seconds of appending a run's rows to an Arrow file, flushed to the
 * disk every half second as `score` does, and of bringing the file into its final form.
 *   npx tsx bench/writing.ts [rows]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_PROXIES } from '../proxies/index.ts';
import { findSpace } from '../src/spaces/index.ts';
import { openScoreFile } from '../src/table/score-writer.ts';

const rows = Number(process.argv[2] ?? 15_625);
/** Rows between two flushes, at thirty architectures a second. */
const FLUSH_EVERY = 15;
const space = findSpace('nasbench201');
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-'));
try {
  const path = join(folder, 'scores.arrow');
  const file = await openScoreFile(path, { columns: [...DEFAULT_PROXIES], protocol: { bench: 'writing' } });
  const start = performance.now();
  for (let index = 0; index < rows; index += 1) {
    const scores = Object.fromEntries(
      DEFAULT_PROXIES.map((name, i) => [name, { status: 'ok', value: index + i / 7 } as const]),
    );
    await file.append([{ arch: space.at(index % space.size), index, seconds: 1, scores }]);
    if (index % FLUSH_EVERY === FLUSH_EVERY - 1) await file.flush();
  }
  const appended = performance.now();
  await file.finish();
  await file.close();
  const [append, finish] = [appended - start, performance.now() - appended];
  process.stdout.write(
    `${rows} rows of ${DEFAULT_PROXIES.length} scores: ${(append / rows).toFixed(3)} ms a row appended, ${finish.toFixed(0)} ms to finish, ${(statSync(path).size / 1e6).toFixed(1)} MB\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
