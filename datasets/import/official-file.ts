import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Chunks, fileChunks } from '../../src/formats/chunks.ts';
import { gunzip, isGzip } from '../../src/formats/gunzip.ts';
import { InputError } from '../../src/input-error.ts';

/** A file as its authors distribute it: its bytes, and their SHA-256, which is made while they are read. */
export class OfficialFile {
  readonly path: string;
  /** The last part of the path, without .gz. */
  readonly name: string;
  readonly #hash = createHash('sha256');
  #hashed = 0;

  constructor(path: string) {
    this.path = path;
    this.name = basename(path).replace(/\.gz$/i, '');
  }

  /** The bytes from the beginning, those that gzip has packed as they were. @throws {InputError} where it cannot be read */
  content(): Chunks {
    return this.#isPacked() ? gunzip(this.#chunks(), this.path) : this.#chunks();
  }

  /** An archive is read here and there, which gzip does not allow. @throws {InputError} where it is packed so */
  requireUnpacked(): void {
    if (this.#isPacked())
      throw new InputError(
        `${this.path}: is an archive inside gzip, unpack it first: gunzip -k ${this.path}`,
      );
  }

  /** SHA-256 of the file in hexadecimal, once it has been read; what {@link content} did not come to is read now. */
  sha256(): string {
    for (const chunk of fileChunks(this.path, this.#hashed)) this.#hash.update(chunk);
    return this.#hash.digest('hex');
  }

  *#chunks(): Generator<Uint8Array> {
    let at = 0;
    for (const chunk of fileChunks(this.path)) {
      // Whoever begins again reads what is hashed already.
      if (at === this.#hashed) {
        this.#hash.update(chunk);
        this.#hashed += chunk.length;
      }
      at += chunk.length;
      yield chunk;
    }
  }

  #isPacked(): boolean {
    const [first = new Uint8Array(0)] = fileChunks(this.path, 0, 2);
    return isGzip(first);
  }
}
