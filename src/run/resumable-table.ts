import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../input-error.ts';
import {
  lockOutput,
  PROTOCOL_KEY,
  protocolDifference,
  protocolOf,
  readTable,
  type Table,
  writeTable,
} from '../table/index.ts';
import { openJournal } from './journal.ts';

/** How a job keeps its results in a table. */
export interface TableForm<Entry> {
  /** The job's name, for messages: `nasprobe train`. */
  readonly maker: string;
  /** All but `machine` and `configHash` must agree when entries are added. */
  readonly protocol: { readonly configHash: string };
  /** Tells entries apart. */
  keyOf(entry: Entry): string;
  columns(entries: readonly Entry[]): Table['columns'];
  /** The entries of a table that the job wrote. */
  entriesOf(table: Table): Entry[];
}

/**
 * The output of a job whose results are dear: an Arrow table, and beside it, while the job is under way, a folder
 * `FILE.parts` with what is not in it yet, and with whatever else the job must find again.
 */
export interface ResumableTable<Entry> {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly folder: string;
  /** Keeps a result; on the disk when it returns. */
  add(entry: Entry): void;
  /** What there is: under these keys in their order, then the others. */
  inOrder(keys: readonly string[]): Entry[];
  /** Writes the table in that order, unless there is nothing yet. */
  write(keys: readonly string[]): Promise<void>;
  /** Releases the output; `done`: nothing is under way, so the folder goes. */
  close(done: boolean): Promise<void>;
}

/** Opens an output, begun or not. Throws {@link InputError} where it is of another protocol or another process writes it. */
export async function openResumableTable<Entry>(
  path: string,
  form: TableForm<Entry>,
): Promise<ResumableTable<Entry>> {
  const { protocol } = form;
  const release = await lockOutput(path);
  try {
    const held = existsSync(path) ? await heldEntries(path, form) : [];
    const folder = `${path}.parts`;
    let seen = stampOf(path);
    mkdirSync(folder, { recursive: true });
    const journal = openJournal<Entry>(join(folder, 'finished.jsonl'), protocol.configHash);
    const entries = new Map([...held, ...journal.entries].map((entry) => [form.keyOf(entry), entry]));
    const inOrder = (keys: readonly string[]): Entry[] => {
      const order = new Set([...keys.filter((key) => entries.has(key)), ...entries.keys()]);
      return [...order].map((key) => entries.get(key)!);
    };
    return {
      entries,
      folder,
      inOrder,
      add(entry) {
        journal.add(entry);
        entries.set(form.keyOf(entry), entry);
      },
      async write(keys) {
        if (entries.size === 0) return;
        if (stampOf(path) !== seen) {
          throw new InputError(
            `${path}: was changed by another program while the run went on, move it away and run the same command again: what is done is kept in ${folder}`,
          );
        }
        const columns = form.columns(inOrder(keys));
        const metadata = new Map([[PROTOCOL_KEY, JSON.stringify(protocol)]]);
        await writeTable({ source: path, rows: columns[0]!.values.length, columns, metadata }, path);
        seen = stampOf(path);
        journal.remove();
      },
      async close(done) {
        if (done) rmSync(folder, { recursive: true, force: true });
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Tells whether a file is still what it was. */
function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev} ${found.ino} ${found.size} ${found.mtimeMs}`;
}

async function heldEntries<Entry>(path: string, form: TableForm<Entry>): Promise<Entry[]> {
  const table = await readTable(path);
  const before = protocolOf(table.metadata, path);
  if (before === undefined)
    throw new InputError(`${path}: is no table of ${form.maker}, choose another --out`);
  const difference = protocolDifference(before, { ...form.protocol }, ['machine', 'configHash']);
  if (difference) {
    const { field, first, second } = difference;
    throw new InputError(
      `${path}: its ${field} is ${first}, this run's is ${second}: give the same options, or another --out`,
    );
  }
  return form.entriesOf(table);
}
