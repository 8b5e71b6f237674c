import type { ByteReader } from '../byte-reader.ts';

/** Bits from the highest of each byte down, as bzip2 packs them. */
export class BitReader {
  readonly bytes: ByteReader;
  /** The last `#count` bits of `#held` are still to be read. */
  #held = 0;
  #count = 0;

  constructor(bytes: ByteReader) {
    this.bytes = bytes;
  }

  bit(): number {
    if (this.#count === 0) this.#fill(1);
    this.#count -= 1;
    return (this.#held >>> this.#count) & 1;
  }

  /** A number of `width` bits, at most 24. */
  bits(width: number): number {
    this.#fill(width);
    this.#count -= width;
    return (this.#held >>> this.#count) & (2 ** width - 1);
  }

  /** The next `width` bits, at most 20, which stay to be read; zeros beyond the end. */
  peek(width: number): number {
    while (this.#count < width && !this.bytes.ended) this.#add();
    const short = Math.max(0, width - this.#count);
    return ((this.#held >>> (this.#count + short - width)) << short) & (2 ** width - 1);
  }

  /** Leaves out bits that {@link peek} has shown. */
  skip(width: number): void {
    this.#fill(width);
    this.#count -= width;
  }

  /** Leaves what is left of the byte. */
  align(): void {
    this.#count &= ~7;
  }

  /** Whether nothing follows. */
  get ended(): boolean {
    return this.#count === 0 && this.bytes.ended;
  }

  #fill(width: number): void {
    while (this.#count < width) this.#add();
  }

  #add(): void {
    this.#held = (this.#held << 8) | this.bytes.byte();
    this.#count += 8;
  }
}
