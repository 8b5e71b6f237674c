import { InputError } from '../input-error.ts';
import type { Chunks } from './chunks.ts';

/** Reads bytes forwards from chunks. What it throws is an {@link InputError} that names the source. */
export class ByteReader {
  readonly source: string;
  #chunks: Iterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;
  #before = 0;

  constructor(chunks: Chunks, source: string) {
    this.#chunks = chunks[Symbol.iterator]();
    this.source = source;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#before + this.#at;
  }

  /** Whether nothing follows. */
  get ended(): boolean {
    return this.#at === this.#chunk.length && !this.#next();
  }

  byte(): number {
    if (this.#at === this.#chunk.length && !this.#next()) throw this.truncated();
    const value = this.#chunk[this.#at]!;
    this.#at += 1;
    return value;
  }

  /** The next `length` bytes. Memory is taken as they come, so that a length that lies costs nothing. */
  take(length: number): Uint8Array {
    if (this.#chunk.length - this.#at >= length) {
      this.#at += length;
      return this.#chunk.subarray(this.#at - length, this.#at);
    }
    const parts: Uint8Array[] = [];
    for (let due = length; due > 0; ) {
      if (this.#at === this.#chunk.length && !this.#next()) throw this.truncated();
      const part = this.#chunk.subarray(this.#at, this.#at + due);
      parts.push(part);
      this.#at += part.length;
      due -= part.length;
    }
    return Buffer.concat(parts, length);
  }

  /** A little-endian number of `width` bytes; beyond 2^53 it is too large for whatever it counts. */
  unsigned(width: number): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < width; i += 1) {
      value += scale * this.byte();
      scale *= 256;
    }
    return value;
  }

  /** A big-endian double. */
  double(): number {
    if (this.#chunk.length - this.#at < 8) {
      const bytes = this.take(8);
      return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
    }
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8);
  }

  /** The next `length` bytes as text. */
  text(length: number, encoding: 'utf8' | 'latin1'): string {
    const bytes = this.take(length);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
  }

  /** The text up to a line feed, which is read and left out. Throws where it is longer than `most` bytes. */
  line(most: number): string {
    const bytes: number[] = [];
    for (let byte = this.byte(); byte !== 0x0a; byte = this.byte()) {
      if (bytes.length === most) throw this.damaged(`a line is longer than ${most} bytes`);
      bytes.push(byte);
    }
    return Buffer.from(bytes).toString('latin1');
  }

  /** All that follows, up to `most` bytes. */
  rest(most: number): Uint8Array {
    const parts = [this.#chunk.subarray(this.#at)];
    let length = parts[0]!.length;
    for (this.#at = this.#chunk.length; this.#next(); this.#at = this.#chunk.length) {
      parts.push(this.#chunk);
      length += this.#chunk.length;
      if (length > most) throw this.damaged(`is larger than ${most} bytes`);
    }
    return Buffer.concat(parts, length);
  }

  truncated(): InputError {
    return new InputError(`${this.source}: ends in the middle, after ${this.position} bytes: fetch it again`);
  }

  damaged(why: string): InputError {
    return new InputError(`${this.source}, byte ${this.position}: ${why}: fetch the file again`);
  }

  #next(): boolean {
    for (;;) {
      const { done, value } = this.#chunks.next();
      if (done === true) return false;
      if (value.length === 0) continue;
      this.#before += this.#chunk.length;
      this.#chunk = value;
      this.#at = 0;
      this.#view = new DataView(value.buffer, value.byteOffset, value.byteLength);
      return true;
    }
  }
}
