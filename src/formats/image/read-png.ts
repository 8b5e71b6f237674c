import { inflateSync } from 'node:zlib';
import { crc32 } from '../../crc32.ts';
import { InputError } from '../../input-error.ts';
import { MOST_PIXELS, type Pixels } from './pixels.ts';
import { undoFilters } from './png-filters.ts';
import { type PngHeader, rgbOf } from './png-pixels.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Channels by colour type: grey, colours, palette, grey with alpha, colours with alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Decodes a PNG image (W3C, third edition) of any colour type and depth; of 16 bits the upper 8 are kept, transparency is left
 * out. Checksums are compared.
 * @throws {InputError} on a damaged image, an interlaced one, and more than 2^26 pixels
 */
export function readPng(bytes: Uint8Array, source: string): Pixels {
  const refuse = (why: string): InputError => new InputError(`${source}: ${why}, save it again as PNG`);
  if (bytes.length < 8 || !SIGNATURE.equals(bytes.subarray(0, 8))) throw refuse('is no PNG image');
  let header: PngHeader | undefined;
  let palette: Uint8Array | undefined;
  const packed: Uint8Array[] = [];
  for (const { type, data } of chunksOf(bytes, refuse)) {
    if (type === 'IHDR') header = headerOf(data, refuse);
    else if (type === 'PLTE') palette = data;
    else if (type === 'IDAT') packed.push(data);
  }
  if (header === undefined) throw refuse('has no header');
  const { width, height, depth, channels } = header;
  const stride = Math.ceil((width * channels * depth) / 8);
  const due = height * (stride + 1);
  let rows: Uint8Array;
  try {
    rows = inflateSync(Buffer.concat(packed), { maxOutputLength: due });
  } catch (error) {
    throw refuse(`is damaged (${(error as Error).message})`);
  }
  if (rows.length !== due) throw refuse('has too few pixels');
  const lines = undoFilters(rows, height, stride, Math.max(1, (channels * depth) >> 3));
  if (lines === undefined) throw refuse('has a filter that does not exist');
  const rgb = rgbOf(lines, stride, header, palette);
  if (rgb === undefined) throw refuse('names a colour that its palette has not');
  return { width, height, rgb };
}

type Refuse = (why: string) => InputError;

function* chunksOf(bytes: Uint8Array, refuse: Refuse): Generator<{ type: string; data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw refuse('ends in the middle');
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw refuse('ends in the middle');
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw refuse(`is damaged (checksum of ${JSON.stringify(type)})`);
    if (type === 'IEND') return;
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

function headerOf(data: Uint8Array, refuse: Refuse): PngHeader {
  if (data.length !== 13) throw refuse('has a header of another length');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = [...data.subarray(8)] as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (width === 0 || height === 0 || width * height > MOST_PIXELS)
    throw refuse(`is ${width} x ${height} pixels`);
  const channels = CHANNELS[colour];
  if (channels === undefined || !DEPTHS[colour]!.includes(depth) || compression !== 0 || filter !== 0)
    throw refuse('is of a kind that does not exist');
  if (interlace !== 0) throw refuse('is interlaced');
  return { width, height, depth, colour, channels };
}
