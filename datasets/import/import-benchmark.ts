import { basename, relative } from 'node:path';
import { sha256OfChunks } from '../../src/formats/chunks.ts';
import { InputError } from '../../src/input-error.ts';
import { arrowStream } from '../../src/table/arrow-stream.ts';
import { writeAtomically } from '../../src/table/write-atomically.ts';
import type { Importer, Source } from './importer.ts';
import { OfficialFile } from './official-file.ts';
import { partsIn } from './parts-in.ts';
import { type Part, readPart } from './read-part.ts';
import { RowSpool } from './row-spool.ts';

/** Key of the schema's metadata that says where an imported table comes from, as JSON. */
export const PROVENANCE_KEY = 'nasprobe.import';

/** Where an imported table comes from. */
export interface Provenance {
  readonly benchmark: string;
  readonly title: string;
  readonly cite: string;
  readonly licence: string;
  readonly home: string;
  readonly notes: string;
  readonly importedWith: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

export interface ImportOptions {
  readonly out: string;
  /** Of nasprobe, for the provenance; another's rows are not gone on after. */
  readonly version: string;
  /** Is told how many rows there are. */
  follow(rows: number): void;
  /** Is told how many rows of an earlier import of this folder are gone on after. */
  resumed?(rows: number): void;
  /** How a folder's files are read, in their order: one after the other unless it is given. */
  readonly partsOf?: typeof oneByOne;
}

/** A folder's files from this place on, read one after the other. */
export async function* oneByOne(
  importer: Importer,
  files: readonly string[],
  folder: string,
  from: number,
): AsyncGenerator<Part> {
  for (let place = from; place < files.length; place += 1)
    yield readPart(importer, files[place]!, place, folder);
}

/** More files than this are told by the digest of their digests. */
const LISTED = 16;

/**
 * Reads the official files of a benchmark, each once, and writes one Arrow table: whole or not at all. Rows go by way of the disk,
 * so that memory does not grow with the benchmark; those of a folder stay there ({@link rowsName}) until the table is written, so
 * that the same import goes on after them whatever ended it.
 * @throws {InputError} where the files are damaged or another benchmark's, or the table cannot be written
 */
export async function importBenchmark(
  importer: Importer,
  source: Source,
  options: ImportOptions,
): Promise<{ readonly rows: number; readonly columns: number }> {
  const { out, version } = options;
  const spool = new RowSpool(out, source.isFolder ? 'kept' : 'unnamed');
  let isWritten = false;
  try {
    const files = source.isFolder
      ? await addFolder(importer, source, spool, options)
      : addFile(importer, source, spool, options);
    if (spool.rows === 0)
      throw new InputError(`${source.path}: holds no architectures, give the official files`);
    const heads = spool.heads();
    const metadata = new Map([
      [PROVENANCE_KEY, JSON.stringify(provenanceOf(importer, source.name, files, version))],
    ]);
    await writeAtomically(out, await arrowStream(heads, metadata, spool.tables()));
    isWritten = true;
    return { rows: spool.rows, columns: heads.length };
  } finally {
    spool.close(isWritten);
  }
}

function addFile(
  importer: Importer,
  { path }: Source,
  spool: RowSpool,
  { follow }: ImportOptions,
): Provenance['files'] {
  const file = new OfficialFile(path);
  importer.read(file, (row) => {
    spool.add(row);
    follow(spool.rows);
  });
  return [{ name: basename(path), sha256: file.sha256() }];
}

/**
 * Adds the rows of a folder's files. An earlier import's count for as long as the files of the same names, in the same places, have
 * the same SHA-256: a file that was changed, added or taken away is read, with all behind it.
 */
async function addFolder(
  importer: Importer,
  source: Source,
  spool: RowSpool,
  { version, follow, resumed, partsOf = oneByOne }: ImportOptions,
): Promise<Provenance['files']> {
  if (!importer.parts)
    throw new InputError(`${source.path}: is a folder, ${importer.title} comes as ${importer.files}`);
  const files = partsIn(importer, source);
  const digests: string[] = [];
  const mark = (place: number): string =>
    `${importer.id} ${version} ${digests[place]} ${relative(source.path, files[place]!)}`;
  const kept = spool.resume((place) => {
    if (place === files.length) return undefined;
    follow(spool.rows);
    digests[place] = new OfficialFile(files[place]!).sha256();
    return mark(place);
  });
  if (kept > 0) resumed?.(kept);
  let place = kept;
  for await (const { row, sha256 } of partsOf(importer, files, source.path, kept)) {
    digests[place] = sha256;
    spool.add(row);
    spool.lay(mark(place));
    follow(spool.rows);
    place += 1;
  }
  return files.map((path, i) => ({ name: basename(path), sha256: digests[i]! }));
}

function provenanceOf(
  { id, title, cite, licence, home, notes }: Importer,
  source: string,
  files: Provenance['files'],
  version: string,
): Provenance {
  const together = sha256OfChunks([
    Buffer.from(files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')),
  ]);
  return {
    benchmark: id,
    title,
    cite,
    licence,
    home,
    notes,
    importedWith: `nasprobe ${version}`,
    files:
      files.length <= LISTED
        ? files
        : [{ name: `${files.length} files of ${source} (sha256sum of all)`, sha256: together }],
  };
}
