import { basename } from 'node:path';
import { fileChunks, sha256OfChunks } from '../../src/formats/chunks.ts';
import { InputError } from '../../src/input-error.ts';
import { arrowStream } from '../../src/table/arrow-stream.ts';
import { writeAtomically } from '../../src/table/write-atomically.ts';
import type { Importer, Parts, Row, Source } from './importer.ts';
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
  readonly rowsOf?: typeof oneByOne;
}

/** The rows of a folder's files, one after the other. */
export async function* oneByOne(parts: Parts, files: readonly string[], folder: Source): AsyncGenerator<Row> {
  for (const [place, file] of files.entries()) yield parts.row(file, place, folder);
}

/** More files than this are told by the digest of their digests. */
const LISTED = 16;

/**
 * Reads the official files of a benchmark and writes one Arrow table: whole or not at all. Rows go by way of the disk, so that
 * memory does not grow with the benchmark.
 * @param version of nasprobe, for the provenance
 * @param follow is told how many rows have been read
 * @param rowsOf how the rows of a folder's files, in their order, are read: one after the other unless it is given
 * @throws {InputError} where the files are damaged or another benchmark's, or the table cannot be written
 */
export async function importBenchmark(
  importer: Importer,
  source: Source,
  { out, version, follow, rowsOf = oneByOne }: ImportOptions,
): Promise<{ readonly rows: number; readonly columns: number }> {
  const spool = new RowSpool(out);
  try {
    const add = (row: Row): void => {
      spool.add(row);
      follow(spool.rows);
    };
    if (!source.isFolder) importer.read(source, add);
    else if (importer.parts)
      for await (const row of rowsOf(importer.parts, importer.parts.of(source), source)) add(row);
    else throw new InputError(`${source.path}: is a folder, ${importer.title} comes as ${importer.files}`);
    if (spool.rows === 0)
      throw new InputError(`${source.path}: holds no architectures, give the official files`);
    const heads = spool.heads();
    const metadata = new Map([[PROVENANCE_KEY, JSON.stringify(provenanceOf(importer, source, version))]]);
    await writeAtomically(out, await arrowStream(heads, metadata, spool.tables()));
    return { rows: spool.rows, columns: heads.length };
  } finally {
    spool.close();
  }
}

function provenanceOf(importer: Importer, source: Source, version: string): Provenance {
  const { id, title, cite, licence, home, notes } = importer;
  const paths = importer.filesOf(source);
  const digests = paths.map((path) => ({ name: basename(path), sha256: sha256OfChunks(fileChunks(path)) }));
  const together = sha256OfChunks([
    Buffer.from(digests.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')),
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
      digests.length <= LISTED
        ? digests
        : [{ name: `${digests.length} files of ${source.name} (sha256sum of all)`, sha256: together }],
  };
}
