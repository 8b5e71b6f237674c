import { ByteReader } from '../byte-reader.ts';
import type { Chunks } from '../chunks.ts';
import { inflate } from './inflate.ts';
import { LowBits } from './low-bits.ts';

/** Most bytes of one file, decompressed. */
const MOST = 2 ** 34;
const DEFLATED = 8;
/** Flags of a header (RFC 1952). */
const [CHECKED, EXTRA, NAME, COMMENT, RESERVED] = [2, 4, 8, 16, 0xe0];
/** Most bytes of a name or a comment in it. */
const MOST_TEXT = 2 ** 16;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Whether these first bytes of a file are those of gzip. */
export const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;

/**
 * Decompresses gzip piece by piece, so that a file of gigabytes never lies in memory; members that follow each other are one
 * file, and every checksum is compared. Node's own decompresses either at once or asynchronously, which readers of pickles and
 * records, all synchronous, cannot use.
 * @throws {InputError} on anything else, and beyond `most` bytes
 */
export function* gunzip(chunks: Chunks, source: string, most: number = MOST): Generator<Uint8Array> {
  const bytes = new ByteReader(chunks, source);
  const bits = new LowBits(bytes);
  let total = 0;
  do {
    skipHeader(bits);
    let crc = 0xffffffff;
    let length = 0;
    for (const piece of inflate(bits)) {
      for (let i = 0; i < piece.length; i += 1) crc = CRC[(crc ^ piece[i]!) & 0xff]! ^ (crc >>> 8);
      length += piece.length;
      if (total + length > most) throw bytes.damaged(`holds more than ${most} bytes decompressed`);
      yield piece;
    }
    total += length;
    if (bits.aligned(4) !== ~crc >>> 0) throw bytes.damaged('the checksum of gzip does not agree');
    if (bits.aligned(4) !== length % 2 ** 32)
      throw bytes.damaged('the length that gzip tells does not agree');
  } while (!bits.ended);
}

function skipHeader(bits: LowBits): void {
  const { bytes } = bits;
  if (!isGzip(Uint8Array.of(bits.aligned(1), bits.aligned(1))) || bits.bits(8) !== DEFLATED)
    throw bytes.damaged('is not gzip');
  const flags = bits.bits(8);
  if ((flags & RESERVED) !== 0) throw bytes.damaged('has a header of gzip of another time');
  // Time, level, system.
  for (let i = 0; i < 6; i += 1) bits.bits(8);
  if ((flags & EXTRA) !== 0) for (let left = bits.aligned(2); left > 0; left -= 1) bits.bits(8);
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    for (let i = 0; bits.bits(8) !== 0; i += 1)
      if (i === MOST_TEXT) throw bytes.damaged('has a name without end');
  }
  if ((flags & CHECKED) !== 0) bits.bits(16);
}
