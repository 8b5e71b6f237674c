import type { BitReader } from './bit-reader.ts';
import { type HuffmanDecoder, huffmanDecoder } from './huffman.ts';

/** Symbols that one selected code decodes before the next is selected. */
const GROUP = 50;

/** A block undone as far as the Burrows-Wheeler transform: its bytes in the order that it gives them. */
export function* readBlock(bits: BitReader, size: number): Generator<Uint8Array> {
  const damaged = (why: string) => bits.bytes.damaged(why);
  if (bits.bit() === 1) throw damaged('a randomised block of bzip2 before 0.9.5');
  const origin = bits.bits(24);
  const used = usedBytes(bits);
  if (used.length === 0) throw damaged('a block uses no bytes');
  const { decoders, selectors } = readCodes(bits, used.length + 2);
  const end = used.length + 1;
  const sorted = new Uint32Array(size);
  const counts = new Uint32Array(256);
  const front = Uint8Array.from(used);
  let length = 0;
  let run = 0;
  let weight = 1;
  let decoder: HuffmanDecoder | undefined;
  const repeat = (byte: number, times: number): void => {
    if (length + times > size) throw damaged('a block is longer than the file allows');
    sorted.fill(byte, length, length + times);
    counts[byte]! += times;
    length += times;
  };
  for (let symbols = 0; ; symbols += 1) {
    if (symbols % GROUP === 0) decoder = decoders[selectors[symbols / GROUP] ?? -1];
    if (decoder === undefined) throw damaged('a block has too few selectors');
    const symbol = decoder.read(bits);
    if (symbol <= 1) {
      // The digits of a run of the front byte, in base 2 with the digits 1 and 2, lowest first.
      run += weight * (symbol + 1);
      weight *= 2;
      if (run > size) throw damaged('a block is longer than the file allows');
      continue;
    }
    if (run > 0) repeat(front[0]!, run);
    [run, weight] = [0, 1];
    if (symbol === end) break;
    const byte = front[symbol - 1]!;
    front.copyWithin(1, 0, symbol - 1);
    front[0] = byte;
    repeat(byte, 1);
  }
  if (origin >= length) throw damaged('a block begins beyond its end');
  yield* undoTransform(sorted, counts, length, origin);
}

function usedBytes(bits: BitReader): number[] {
  const groups = bits.bits(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group += 1) {
    if (((groups >>> (15 - group)) & 1) === 0) continue;
    const map = bits.bits(16);
    for (let i = 0; i < 16; i += 1) if (((map >>> (15 - i)) & 1) === 1) used.push(16 * group + i);
  }
  return used;
}

function readCodes(bits: BitReader, symbols: number): { decoders: HuffmanDecoder[]; selectors: Uint8Array } {
  const damaged = (why: string) => bits.bytes.damaged(why);
  const codes = bits.bits(3);
  if (codes < 2 || codes > 6) throw damaged(`a block has ${codes} codes, not 2 to 6`);
  const count = bits.bits(15);
  if (count === 0) throw damaged('a block has no selectors');
  const front = [0, 1, 2, 3, 4, 5];
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) {
    let place = 0;
    while (bits.bit() === 1) {
      place += 1;
      if (place >= codes) throw damaged('a selector names no code');
    }
    const [code] = front.splice(place, 1);
    front.unshift(code!);
    selectors[i] = code!;
  }
  const decoders = Array.from({ length: codes }, () => {
    const lengths = new Uint8Array(symbols);
    let length = bits.bits(5);
    for (let symbol = 0; symbol < symbols; symbol += 1) {
      for (;;) {
        if (length < 1 || length > 20) throw damaged('a code length is not 1 to 20');
        if (bits.bit() === 0) break;
        length += bits.bit() === 0 ? 1 : -1;
      }
      lengths[symbol] = length;
    }
    return huffmanDecoder(lengths);
  });
  return { decoders, selectors };
}

/** Follows the permutation that sorting made, a piece at a time. */
function* undoTransform(
  sorted: Uint32Array,
  counts: Uint32Array,
  length: number,
  origin: number,
): Generator<Uint8Array> {
  let sum = 0;
  const starts = counts.map((count) => {
    sum += count;
    return sum - count;
  });
  for (let i = 0; i < length; i += 1) {
    const byte = sorted[i]! & 0xff;
    sorted[starts[byte]!]! |= i << 8;
    starts[byte]! += 1;
  }
  let at = sorted[origin]! >>> 8;
  for (let done = 0; done < length; ) {
    const piece = new Uint8Array(Math.min(2 ** 16, length - done));
    for (let i = 0; i < piece.length; i += 1) {
      piece[i] = sorted[at]! & 0xff;
      at = sorted[at]! >>> 8;
    }
    done += piece.length;
    yield piece;
  }
}
