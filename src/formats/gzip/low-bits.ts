import type { ByteReader } from '../byte-reader.ts';

/** Bits from the lowest of each byte up, as deflate packs them. */
export class LowBits {
  readonly bytes: ByteReader;
  #held = 0;
  #count = 0;

  constructor(bytes: ByteReader) {
    this.bytes = bytes;
  }

  /** A number of `width` bits, at most 16. */
  bits(width: number): number {
    while (this.#count < width) this.#add();
    const value = this.#held & (2 ** width - 1);
    this.skip(width);
    return value;
  }

  /** The next `width` bits, at most 16, which stay to be read; zeros beyond the end. */
  peek(width: number): number {
    while (this.#count < width && !this.bytes.ended) this.#add();
    return this.#held & (2 ** width - 1);
  }

  /** Leaves out bits that {@link peek} has shown. @throws {InputError} where they were none of the file's */
  skip(width: number): void {
    if (width > this.#count) throw this.bytes.truncated();
    this.#held >>>= width;
    this.#count -= width;
  }

  /** Leaves what is left of the byte. */
  align(): void {
    this.skip(this.#count & 7);
  }

  /** A whole number of bytes, lowest first, from the next whole byte on. */
  aligned(bytes: number): number {
    this.align();
    let value = 0;
    for (let i = 0; i < bytes; i += 1) value += 2 ** (8 * i) * this.bits(8);
    return value;
  }

  /** Whether no whole byte follows. */
  get ended(): boolean {
    return this.#count < 8 && this.bytes.ended;
  }

  #add(): void {
    this.#held |= this.bytes.byte() << this.#count;
    this.#count += 8;
  }
}
