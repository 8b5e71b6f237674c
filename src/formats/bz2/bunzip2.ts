import { ByteReader } from '../byte-reader.ts';
import type { Chunks } from '../chunks.ts';
import { BitReader } from './bit-reader.ts';
import { readBlock } from './block.ts';

/** `BZh`. */
const SIGNATURE = 0x425a68;
const BLOCK = 0x314159265359;
const END = 0x177245385090;
/** Most bytes of one file, decompressed. */
const MOST = 2 ** 34;
const PIECE = 2 ** 16;

/** CRC-32 of bzip2: the polynomial of gzip, from the highest bit down. */
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/**
 * Decompresses bzip2 piece by piece, in some 5 MB of memory; streams that follow each other are one, and every checksum
 * is compared.
 * @throws {InputError} on anything else, and beyond `most` bytes
 */
export function* bunzip2(chunks: Chunks, source: string, most: number = MOST): Generator<Uint8Array> {
  const reader = new ByteReader(chunks, source);
  const bits = new BitReader(reader);
  let total = 0;
  do {
    for (const piece of stream(bits)) {
      total += piece.length;
      if (total > most) throw reader.damaged(`holds more than ${most} bytes decompressed`);
      yield piece;
    }
  } while (!bits.ended);
}

function* stream(bits: BitReader): Generator<Uint8Array> {
  const reader = bits.bytes;
  const signature = bits.bits(24);
  const level = bits.bits(8);
  if (signature !== SIGNATURE || level < 0x31 || level > 0x39) throw reader.damaged('is not bzip2');
  const pair = (): number => bits.bits(24) * 2 ** 24 + bits.bits(24);
  let combined = 0;
  for (;;) {
    const mark = pair();
    const expected = bits.bits(16) * 2 ** 16 + bits.bits(16);
    if (mark === END) {
      if (expected !== combined) throw reader.damaged('the checksum of bzip2 does not agree');
      bits.align();
      return;
    }
    if (mark !== BLOCK) throw reader.damaged('no block of bzip2 where one is due');
    let crc = 0xffffffff;
    for (const piece of undoRuns(readBlock(bits, 100_000 * (level - 0x30)))) {
      for (let i = 0; i < piece.length; i += 1) crc = (crc << 8) ^ CRC[((crc >>> 24) ^ piece[i]!) & 0xff]!;
      yield piece;
    }
    crc = ~crc >>> 0;
    if (crc !== expected) throw reader.damaged('the checksum of a block of bzip2 does not agree');
    combined = (((combined << 1) | (combined >>> 31)) ^ crc) >>> 0;
  }
}

/** Four equal bytes are followed by how many more there are. */
function* undoRuns(pieces: Chunks): Generator<Uint8Array> {
  let out = new Uint8Array(PIECE + 256);
  let length = 0;
  let last = -1;
  let equal = 0;
  for (const piece of pieces) {
    for (const byte of piece) {
      if (equal === 4) {
        out.fill(last, length, length + byte);
        length += byte;
        equal = 0;
        last = -1;
      } else {
        equal = byte === last ? equal + 1 : 1;
        last = byte;
        out[length] = byte;
        length += 1;
      }
      if (length >= PIECE) {
        yield out.subarray(0, length);
        out = new Uint8Array(PIECE + 256);
        length = 0;
      }
    }
  }
  if (length > 0) yield out.subarray(0, length);
}
