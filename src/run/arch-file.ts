import { readFileSync } from 'node:fs';
import { InputError } from '../input-error.ts';
import { readTable } from '../table/read-table.ts';

/** One architecture as written, with the place it stands at for messages. */
export interface WrittenArch {
  readonly text: string;
  /** Such as `archs.csv, row 7`. */
  readonly where: string;
}

const TABLE_NAME = /\.(arrow|csv|json|jsonl|parquet)(\.gz)?$/i;

/**
 * The architectures of a file: the `arch` column of a table (by its extension), else text, one a line, where blank
 * lines and lines that start with `#` are passed over; `-` reads such text from stdin.
 * Throws {@link InputError} where the file cannot be read or holds none.
 */
export async function readArchFile(path: string): Promise<WrittenArch[]> {
  const archs = TABLE_NAME.test(path) ? await archsOfTable(path) : archsOfText(path);
  if (archs.length === 0) throw new InputError(`--archs ${path} holds no architecture`);
  return archs;
}

async function archsOfTable(path: string): Promise<WrittenArch[]> {
  const table = await readTable(path);
  const column = table.columns.find((candidate) => candidate.name === 'arch');
  if (column === undefined) {
    const names = table.columns.map((candidate) => candidate.name).join(', ');
    throw new InputError(`--archs ${path} has no column 'arch' (its columns: ${names})`);
  }
  return Array.from({ length: table.rows }, (_, row) => {
    const where = `${path}, row ${row + 1}`;
    const value = column.kind === 'text' ? column.values[row] : undefined;
    if (typeof value === 'string' && value !== '') return { text: value, where };
    throw new InputError(`${where}: column 'arch' holds no text`);
  });
}

function archsOfText(path: string): WrittenArch[] {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing
      ? 'is no file, no number and not `all`'
      : `cannot be read: ${(cause as Error).message}`;
    throw new InputError(`--archs ${path} ${why}`, { cause });
  }
  const archs: WrittenArch[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const arch = line.trim();
    if (arch !== '' && !arch.startsWith('#')) archs.push({ text: arch, where: `${path}, line ${index + 1}` });
  }
  return archs;
}
