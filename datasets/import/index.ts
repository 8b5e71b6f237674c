import { statSync } from 'node:fs';
import { InputError } from '../../src/input-error.ts';
import { nearest } from '../../src/nearest.ts';
import { filesIn } from './files-in.ts';
import { hwNasBench } from './hw-nas-bench.ts';
import type { Importer, Source } from './importer.ts';
import { lcbench } from './lcbench.ts';
import { nasbenchMacro } from './nasbench-macro.ts';
import { nasbench101 } from './nasbench101.ts';
import { nasbench201Pth } from './nasbench201.ts';
import { nasbench301 } from './nasbench301.ts';
import { naslibNb201 } from './naslib-nb201.ts';
import { natsBench } from './nats-bench.ts';
import { OfficialFile } from './official-file.ts';
import { partsIn } from './parts-in.ts';
import { transnas } from './transnas.ts';
import { zeroCost } from './zero-cost.ts';

/** Every importer; a new one is added here. */
export const IMPORTERS: readonly Importer[] = [
  natsBench,
  nasbench201Pth,
  naslibNb201,
  nasbench101,
  nasbench301,
  zeroCost,
  transnas,
  nasbenchMacro,
  hwNasBench,
  lcbench,
];

/** First bytes of a file by which it may be known. */
const HEAD = 64;

/** A file or a folder that is to be imported. @throws {InputError} where there is none */
export function openSource(path: string): Source {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new InputError(`${path}: does not exist, check the path`);
  const isFolder = found.isDirectory();
  const file = new OfficialFile(path);
  const [first = new Uint8Array(0)] = isFolder ? [] : file.content();
  const head = first.subarray(0, HEAD);
  return { path, name: file.name, isFolder, head, files: isFolder ? filesIn(path) : [path] };
}

/** The importer with this id. @throws {InputError} naming the nearest */
export function findImporter(id: string): Importer {
  const found = IMPORTERS.find((importer) => importer.id === id);
  if (found) return found;
  const ids = IMPORTERS.map((importer) => importer.id);
  const guess = nearest(id, ids);
  const mend = guess === undefined ? `use one of ${ids.join(', ')}` : `did you mean "${guess}"?`;
  throw new InputError(`unknown benchmark ${JSON.stringify(id)}; ${mend}`);
}

/** The importer that knows these files by their names. @throws {InputError} where none does, or several */
export function recogniseImporter(source: Source): Importer {
  const known = IMPORTERS.filter(
    (importer) => importer.recognises(source) || partsIn(importer, source).length > 0,
  );
  if (known.length === 1) return known[0]!;
  const ids = (known.length > 1 ? known : IMPORTERS).map(({ id }) => id).join(', ');
  throw new InputError(
    `${source.path}: ${known.length > 1 ? 'could be of several benchmarks' : 'has the name of no official file'}, say which with --as: ${ids}`,
  );
}
