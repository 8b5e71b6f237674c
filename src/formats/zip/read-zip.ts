import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { InputError } from '../../input-error.ts';
import { type Chunks, fileChunks } from '../chunks.ts';

/** Bytes that may be read anywhere: a file, or an array. */
export interface RandomAccess {
  readonly source: string;
  readonly size: number;
  /** The bytes [start, end), which lie within the size. */
  slice(start: number, end: number): Uint8Array;
  chunks(start: number, end: number): Chunks;
}

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** Its bytes; those that are stored as they are come piece by piece, compressed ones at once. */
  open(): Chunks;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const STORED = 0;
const DEFLATED = 8;
/** Most files of one archive, and bytes of its directory and of one compressed file. */
const MOST_ENTRIES = 2 ** 20;
const MOST_DIRECTORY = 2 ** 28;
const MOST_INFLATED = 2 ** 28;

/** A file for reading anywhere in it. @throws {InputError} where it cannot be read */
export function fileAccess(path: string): RandomAccess {
  const read = (start: number, end: number): Uint8Array => {
    const file = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(end - start);
      const length = readSync(file, bytes, 0, bytes.length, start);
      return bytes.subarray(0, length);
    } finally {
      closeSync(file);
    }
  };
  return {
    source: path,
    size: sizeOf(path),
    slice: read,
    chunks: (start, end) => fileChunks(path, start, end),
  };
}

/** An array of bytes for reading anywhere in it. */
export function bytesAccess(bytes: Uint8Array, source: string): RandomAccess {
  const slice = (start: number, end: number): Uint8Array => bytes.subarray(start, end);
  return { source, size: bytes.length, slice, chunks: (start, end) => [slice(start, end)] };
}

function sizeOf(path: string): number {
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file).size;
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new InputError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/**
 * The files of a zip archive, also of more than 4 GB (zip64), in the order of its directory. Nothing is unpacked before it is
 * opened, and never to the disk.
 * @throws {InputError} on a damaged archive, encryption, and methods other than stored and deflated
 */
export function readZip(access: RandomAccess): ZipEntry[] {
  const damaged = (why: string): InputError =>
    new InputError(`${access.source}: is a damaged zip archive (${why}), fetch it again`);
  const within = (start: number, length: number): DataView => {
    if (!(start >= 0 && length >= 0 && start + length <= access.size)) throw damaged('a part lies outside');
    const bytes = access.slice(start, start + length);
    if (bytes.length < length) throw damaged('it ends in the middle');
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const { offset, length, count } = findDirectory(access, within, damaged);
  if (count > MOST_ENTRIES || length > MOST_DIRECTORY) throw damaged(`${count} files`);
  const directory = within(offset, length);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > length || directory.getUint32(at, true) !== CENTRAL) throw damaged('its directory');
    const nameLength = directory.getUint16(at + 28, true);
    const extraLength = directory.getUint16(at + 30, true);
    const commentLength = directory.getUint16(at + 32, true);
    if (at + 46 + nameLength + extraLength > length) throw damaged('its directory');
    const name = textIn(directory, at + 46, nameLength);
    const wide = wideSizes(directory, at, at + 46 + nameLength, extraLength);
    const method = directory.getUint16(at + 10, true);
    const encrypted = (directory.getUint16(at + 8, true) & 1) === 1;
    entries.push({
      name,
      size: wide.size,
      open() {
        if (encrypted) throw damaged(`${JSON.stringify(name)} is encrypted`);
        const local = within(wide.offset, 30);
        if (local.getUint32(0, true) !== LOCAL) throw damaged(`no file at ${JSON.stringify(name)}`);
        const start = wide.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
        if (start + wide.packed > access.size) throw damaged(`${JSON.stringify(name)} lies outside`);
        if (method === STORED) return access.chunks(start, start + wide.packed);
        if (method !== DEFLATED) throw damaged(`${JSON.stringify(name)} is packed by method ${method}`);
        if (wide.size > MOST_INFLATED || wide.packed > MOST_INFLATED)
          throw damaged(`${JSON.stringify(name)} is larger than ${MOST_INFLATED} bytes`);
        try {
          const packed = access.slice(start, start + wide.packed);
          return [inflateRawSync(packed, { maxOutputLength: Math.max(1, wide.size) })];
        } catch (error) {
          throw damaged(`${JSON.stringify(name)}: ${(error as Error).message}`);
        }
      },
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

interface Directory {
  readonly offset: number;
  readonly length: number;
  readonly count: number;
}

type Within = (start: number, length: number) => DataView;

/** The directory's place stands at the end, before a comment of at most 64 KiB. */
function findDirectory(
  access: RandomAccess,
  within: Within,
  damaged: (why: string) => InputError,
): Directory {
  const tailLength = Math.min(access.size, 22 + 2 ** 16);
  const tail = within(access.size - tailLength, tailLength);
  let at = tailLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at -= 1;
  if (at < 0) throw damaged('it has no directory');
  const end = access.size - tailLength + at;
  const small = {
    offset: tail.getUint32(at + 16, true),
    length: tail.getUint32(at + 12, true),
    count: tail.getUint16(at + 10, true),
  };
  if (end < 20) return small;
  const locator = within(end - 20, 20);
  if (locator.getUint32(0, true) !== LOCATOR64) return small;
  const large = within(Number(locator.getBigUint64(8, true)), 56);
  if (large.getUint32(0, true) !== END64) throw damaged('its large directory');
  return {
    offset: Number(large.getBigUint64(48, true)),
    length: Number(large.getBigUint64(40, true)),
    count: Number(large.getBigUint64(32, true)),
  };
}

/** Sizes and offset of an entry; those of 32 set bits stand, 64 bits wide, in the extra field of type 1. */
function wideSizes(directory: DataView, at: number, extra: number, extraLength: number) {
  const sizes = {
    size: directory.getUint32(at + 24, true),
    packed: directory.getUint32(at + 20, true),
    offset: directory.getUint32(at + 42, true),
  };
  for (let field = extra; field + 4 <= extra + extraLength; ) {
    const end = field + 4 + directory.getUint16(field + 2, true);
    if (directory.getUint16(field, true) === 1) {
      let place = field + 4;
      for (const name of ['size', 'packed', 'offset'] as const) {
        if (sizes[name] !== 0xffffffff || place + 8 > Math.min(end, extra + extraLength)) continue;
        sizes[name] = Number(directory.getBigUint64(place, true));
        place += 8;
      }
    }
    field = end;
  }
  return sizes;
}

function textIn(view: DataView, at: number, length: number): string {
  return Buffer.from(view.buffer, view.byteOffset + at, length).toString('utf8');
}
