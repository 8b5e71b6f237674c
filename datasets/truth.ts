import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../src/input-error.ts';
import { protocolOf, readTable, type Table } from '../src/table/index.ts';
import { datasetsFolder } from './folder.ts';
import { meanOverSeeds, runsOfTable, type TrainedRun } from './trained-runs.ts';

/** Ground truth that comes with the package. */
export interface BundledTruth {
  readonly name: string;
  readonly title: string;
  readonly file: string;
}

export const BUNDLED_TRUTHS: readonly BundledTruth[] = [
  {
    name: 'nas201-fashion',
    title: 'NAS-Bench-201 cells trained on the Fashion-MNIST sample by nasprobe train',
    file: 'nas201-fashion.arrow',
  },
];

/** The file that a source of ground truth names: a bundled one's, or itself. */
export function truthPath(source: string): string {
  const bundled = BUNDLED_TRUTHS.find(({ name }) => name === source);
  return bundled && !existsSync(source) ? join(datasetsFolder(), bundled.file) : source;
}

/**
 * A table of ground truth: a bundled one by its name, or any file. Of a table of trainings, an architecture's row holds
 * the means over its seeds.
 * @throws {InputError} where it cannot be read
 */
export async function readTruth(source: string): Promise<Table> {
  const table = await readTable(truthPath(source));
  if (protocolOf(table.metadata, source)?.job !== 'train') return table;
  const columns = meanOverSeeds(runsOfTable(table));
  return { source, rows: columns[0]!.values.length, columns, metadata: new Map() };
}

/** The trainings behind a source of ground truth. @throws {InputError} where it holds none */
export async function readTrainings(source: string): Promise<TrainedRun[]> {
  const table = await readTable(truthPath(source));
  if (protocolOf(table.metadata, source)?.job === 'train') return runsOfTable(table);
  throw new InputError(`${source}: is no table of nasprobe train`);
}
