import { type FlateError, FlateErrorCode, Gunzip } from 'fflate';
import { crc32 } from '../crc32.ts';
import { InputError } from '../input-error.ts';
import type { Chunks } from './chunks.ts';

/** Most bytes of one file, decompressed. */
const MOST = 2 ** 34;
/** Packed bytes that are unpacked at a time: deflate makes at most 1,032 times as much of them. */
const STEP = 2 ** 14;
/** Most bytes of a header: an extra field of up to 64 KiB, a name, a comment. */
const MOST_HEADER = 2 ** 18;
/** The checksum and the length at a member's end, and the least that a header takes. */
const [FOOTER, HEADER] = [8, 10];

/** Whether these first bytes of a file are those of gzip. */
export const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;

/**
 * Decompresses gzip piece by piece, so that a file of gigabytes never lies in memory; members that follow each other are one
 * file. Node's own decompresses either at once or asynchronously, which readers of pickles and records, all synchronous, cannot
 * use. fflate compares neither checksums nor lengths, and takes what is cut for whole here and there: that is done here.
 * @throws {InputError} on anything else, and beyond `most` bytes
 */
export function* gunzip(chunks: Chunks, source: string, most: number = MOST): Generator<Uint8Array> {
  let fresh: Uint8Array[] = [];
  /** The packed bytes that have been read, the last of them, and whether fflate has gone into these. */
  let [packed, recent, used] = [0, Buffer.alloc(0), false];
  let [total, length, crc] = [0, 0, 0];
  const damaged = (why: string): InputError =>
    new InputError(`${source}, byte ${packed}: ${why}: fetch the file again`);
  const truncated = (): InputError =>
    new InputError(`${source}: ends in the middle, after ${packed} bytes: fetch it again`);
  const members = new Gunzip((piece) => {
    used = true;
    crc = crc32(piece, crc);
    length += piece.length;
    fresh.push(piece);
  });
  /** Holds the member that ends there to its footer. */
  const close = (end: number): void => {
    const at = recent.length - (packed - end) - FOOTER;
    if (at < 0) throw truncated();
    if (recent.readUInt32LE(at) !== crc) throw damaged('the checksum of gzip does not agree');
    if (recent.readUInt32LE(at + 4) !== length % 2 ** 32)
      throw damaged('the length that gzip tells does not agree');
    [length, crc] = [0, 0];
  };
  members.onmember = close;
  const push = (piece: Uint8Array, last: boolean): void => {
    try {
      members.push(piece, last);
    } catch (error) {
      if (error instanceof InputError) throw error;
      const { code, message } = error as FlateError;
      if (code === FlateErrorCode.UnexpectedEOF) throw truncated();
      throw damaged(code === FlateErrorCode.InvalidHeader ? 'is not gzip' : message);
    }
  };
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += STEP) {
      const piece = chunk.subarray(at, at + STEP);
      packed += piece.length;
      // A footer lies in what fflate went into last, or after it.
      recent = Buffer.concat([recent, piece]);
      used = false;
      push(piece, false);
      if (used) recent = Buffer.from(piece);
      else if (recent.length > MOST_HEADER) throw damaged('has a header of gzip without end');
      for (const { length } of fresh) total += length;
      if (total > most) throw damaged(`holds more than ${most} bytes decompressed`);
      yield* fresh;
      fresh = [];
    }
  }
  if (packed < HEADER + FOOTER) throw truncated();
  push(new Uint8Array(0), true);
  close(packed);
  yield* fresh;
}
