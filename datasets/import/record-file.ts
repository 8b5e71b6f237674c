import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { InputError } from '../../src/input-error.ts';

/** Bytes before a record: its length, and the beginning of its SHA-256. */
const LENGTH = 4;
const DIGEST = 16;

/**
 * Values laid down in a file one behind the other, so that none need be in memory. A digest goes before each: of a file whose
 * writer was killed, or whose machine lost its power, what is torn is told from what is whole, without a sync a record.
 */
export class RecordFile<Value> {
  readonly #path: string;
  readonly #file: number;
  #end = 0;

  /** Opens the file, or makes it. What it holds counts for nothing until {@link keepWhile} has looked at it. */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT);
  }

  /** Keeps what the file holds up to the first record that is torn or does not hold any more, and cuts off all from there on. */
  keepWhile(holds: (value: unknown) => value is Value): void {
    const { size } = fstatSync(this.#file);
    for (;;) {
      const bytes = this.#bytesAt(this.#end, size);
      if (bytes === undefined || !holds(unpacked(bytes))) break;
      this.#end += LENGTH + DIGEST + bytes.length;
    }
    ftruncateSync(this.#file, this.#end);
  }

  append(value: Value): void {
    const bytes = serialize(value);
    const head = Buffer.alloc(LENGTH);
    head.writeUInt32LE(bytes.length);
    let at = this.#end;
    for (const part of [head, digestOf(bytes), bytes])
      for (let done = 0; done < part.length; ) {
        const written = writeSync(this.#file, part, done, part.length - done, at);
        done += written;
        at += written;
      }
    this.#end = at;
  }

  /** All records, from the first on. */
  *records(): Generator<Value> {
    for (let at = 0; at < this.#end; ) {
      const bytes = this.#bytesAt(at, this.#end);
      if (bytes === undefined)
        throw new InputError(`${this.#path}: was changed by another program, run the same command again`);
      yield unpacked(bytes) as Value;
      at += LENGTH + DIGEST + bytes.length;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The bytes of the record that begins here, where it is whole and ends before `end`. */
  #bytesAt(at: number, end: number): Buffer | undefined {
    if (at + LENGTH + DIGEST > end) return undefined;
    const head = this.#read(at, LENGTH + DIGEST);
    const length = head.readUInt32LE();
    if (at + LENGTH + DIGEST + length > end) return undefined;
    const bytes = this.#read(at + LENGTH + DIGEST, length);
    return head.subarray(LENGTH).equals(digestOf(bytes)) ? bytes : undefined;
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const read = readSync(this.#file, bytes, done, length - done, at + done);
      // A file that was cut meanwhile: the digest will not be that of zeros.
      if (read === 0) break;
      done += read;
    }
    return bytes;
  }
}

/** Undefined where another version of Node wrote what this one does not read. */
function unpacked(bytes: Buffer): unknown {
  try {
    return deserialize(bytes);
  } catch {
    return undefined;
  }
}

const digestOf = (bytes: Uint8Array): Buffer =>
  createHash('sha256').update(bytes).digest().subarray(0, DIGEST);
