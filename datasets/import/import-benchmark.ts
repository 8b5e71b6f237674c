import { basename } from 'node:path';
import { sha256OfChunks } from '../../src/formats/chunks.ts';
import { InputError } from '../../src/input-error.ts';
import { arrowStream } from '../../src/table/arrow-stream.ts';
import { writeAtomically } from '../../src/table/write-atomically.ts';
import type { Importer, Row, Source } from './importer.ts';
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
  readonly version: string;
  follow(rows: number): void;
  readonly partsOf?: typeof oneByOne;
}

/** A folder's files, read one after the other. */
export async function* oneByOne(
  importer: Importer,
  files: readonly string[],
  folder: string,
): AsyncGenerator<Part> {
  for (const [place, path] of files.entries()) yield readPart(importer, path, place, folder);
}

/** More files than this are told by the digest of their digests. */
const LISTED = 16;

/**
 * Reads the official files of a benchmark, each once, and writes one Arrow table: whole or not at all. Rows go by way of the disk,
 * so that memory does not grow with the benchmark.
 * @param version of nasprobe, for the provenance
 * @param follow is told how many rows have been read
 * @param partsOf how a folder's files are read, in their order: one after the other unless it is given
 * @throws {InputError} where the files are damaged or another benchmark's, or the table cannot be written
 */
export async function importBenchmark(
  importer: Importer,
  source: Source,
  { out, version, follow, partsOf = oneByOne }: ImportOptions,
): Promise<{ readonly rows: number; readonly columns: number }> {
  const spool = new RowSpool(out);
  try {
    const add = (row: Row): void => {
      spool.add(row);
      follow(spool.rows);
    };
    const digests: string[] = [];
    const files = source.isFolder ? partsIn(importer, source) : source.files;
    if (!source.isFolder) {
      const file = new OfficialFile(source.path);
      importer.read(file, add);
      digests.push(file.sha256());
    } else if (importer.parts) {
      for await (const { row, sha256 } of partsOf(importer, files, source.path)) {
        add(row);
        digests.push(sha256);
      }
    } else throw new InputError(`${source.path}: is a folder, ${importer.title} comes as ${importer.files}`);
    if (spool.rows === 0)
      throw new InputError(`${source.path}: holds no architectures, give the official files`);
    const heads = spool.heads();
    const named = files.map((path, i) => ({ name: basename(path), sha256: digests[i]! }));
    const provenance = provenanceOf(importer, source.name, named, version);
    const metadata = new Map([[PROVENANCE_KEY, JSON.stringify(provenance)]]);
    await writeAtomically(out, await arrowStream(heads, metadata, spool.tables()));
    return { rows: spool.rows, columns: heads.length };
  } finally {
    spool.close();
  }
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
