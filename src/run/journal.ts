import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import { outputError } from '../table/write-atomically.ts';

/**
 * What was done since the output was last written, a line a result, on the disk as soon as it is known. A line begins
 * with a digest of the rest, so that one torn by a kill is told from a whole one; it can only be the last.
 */
export interface Journal<Entry> {
  /** What it held when it was opened. */
  readonly entries: readonly Entry[];
  /** On the disk when it returns. Throws {@link InputError} where the disk is full or may not be written. */
  add(entry: Entry): void;
  /** The output holds everything: the journal goes. */
  remove(): void;
}

/** Opens the journal of a run at `path`, or begins it; `key` names the run: another's entries are passed over. */
export function openJournal<Entry>(path: string, key: string): Journal<Entry> {
  const entries: Entry[] = [];
  let whole = 0;
  if (existsSync(path)) {
    const text = readFileSync(path, 'utf8');
    for (const line of text.split('\n')) {
      const body = line.slice(DIGEST + 1);
      if (line.slice(0, DIGEST) !== digestOf(body)) break;
      whole += Buffer.byteLength(line) + 1;
      const { of, entry } = JSON.parse(body) as { of: string; entry: Entry };
      if (of === key) entries.push(entry);
    }
    truncateSync(path, Math.min(whole, Buffer.byteLength(text)));
  }
  return {
    entries,
    add(entry) {
      const body = JSON.stringify({ of: key, entry });
      try {
        appendWhole(path, `${digestOf(body)} ${body}\n`);
      } catch (error) {
        throw outputError(path, error);
      }
    },
    remove: () => rmSync(path, { force: true }),
  };
}

/** Appends all of it or nothing: what follows a torn line would be lost. */
function appendWhole(path: string, line: string): void {
  const file = openSync(path, 'a');
  const { size } = fstatSync(file);
  try {
    appendFileSync(file, line);
    fsyncSync(file);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  } finally {
    closeSync(file);
  }
}

const DIGEST = 16;

const digestOf = (body: string): string => createHash('sha256').update(body).digest('hex').slice(0, DIGEST);
