import { createReadStream } from 'node:fs';
import { InputError } from '../input-error.ts';
import { readTable } from '../table/read-table.ts';

/** One architecture as written, with the place it stands at for messages. */
export interface WrittenArch {
  readonly text: string;
  /** Such as `archs.csv, row 7`. */
  readonly where: string;
}

const TABLE_NAME = /\.(arrow|csv|json|jsonl|parquet)(\.gz)?$/i;

/** Characters of a line: far beyond any architecture, so that a file without line ends does not fill the memory. */
const LONGEST_LINE = 2 ** 20;

/**
 * The architectures of a file: the `arch` column of a table (by its extension), else text, one a line, where blank
 * lines and lines that start with `#` are passed over; `-` reads such text from stdin.
 * Throws {@link InputError} where the file cannot be read or holds none.
 */
export async function readArchFile(path: string): Promise<WrittenArch[]> {
  const archs: WrittenArch[] = [];
  for await (const portion of streamArchFile(path)) for (const arch of portion) archs.push(arch);
  return archs;
}

/** {@link readArchFile} in portions, which hold little of a text at a time; a table is in memory whole. */
export async function* streamArchFile(path: string): AsyncGenerator<WrittenArch[]> {
  let any = false;
  for await (const portion of TABLE_NAME.test(path) ? archsOfTable(path) : archsOfText(path)) {
    any ||= portion.length > 0;
    yield portion;
  }
  if (!any) throw new InputError(`--archs ${path} holds no architecture`);
}

async function* archsOfTable(path: string): AsyncGenerator<WrittenArch[]> {
  const table = await readTable(path);
  const column = table.columns.find((candidate) => candidate.name === 'arch');
  if (column === undefined) {
    const names = table.columns.map((candidate) => candidate.name).join(', ');
    throw new InputError(`--archs ${path} has no column 'arch' (its columns: ${names})`);
  }
  yield Array.from({ length: table.rows }, (_, row) => {
    const where = `${path}, row ${row + 1}`;
    const value = column.kind === 'text' ? column.values[row] : undefined;
    if (typeof value === 'string' && value !== '') return { text: value, where };
    throw new InputError(`${where}: column 'arch' holds no text`);
  });
}

async function* archsOfText(path: string): AsyncGenerator<WrittenArch[]> {
  let number = 0;
  for await (const lines of linesOf(path)) {
    const archs: WrittenArch[] = [];
    for (const line of lines) {
      number += 1;
      const arch = line.trim();
      if (arch !== '' && !arch.startsWith('#')) archs.push({ text: arch, where: `${path}, line ${number}` });
    }
    yield archs;
  }
}

/** The lines of a text file, those of one read at a time. */
async function* linesOf(path: string): AsyncGenerator<string[]> {
  const stream = path === '-' ? createReadStream('', { fd: 0, autoClose: false }) : createReadStream(path);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const bytes of stream) {
      const lines = (rest + decoder.decode(bytes as Buffer, { stream: true })).split('\n');
      rest = lines.pop()!;
      if (rest.length > LONGEST_LINE)
        throw new InputError(`--archs ${path} has a line that is no architecture: more than 2^20 characters`);
      yield lines;
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing
      ? 'is no file, no number and not `all`'
      : `cannot be read: ${(cause as Error).message}`;
    throw new InputError(`--archs ${path} ${why}`, { cause });
  }
  yield [rest + decoder.decode()];
}
