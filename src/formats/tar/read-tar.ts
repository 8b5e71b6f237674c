import type { ByteReader } from '../byte-reader.ts';

/** A file of a tar archive. */
export interface TarEntry {
  readonly name: string;
  readonly data: Uint8Array;
}

const BLOCK = 512;
const FILE = new Set(['0', '\0', '7']);

/**
 * The files of a tar archive (ustar, with GNU's and pax's long names read as their short ones), one after the other, each whole in
 * memory. Links, devices and folders are passed over; nothing is written to the disk.
 * @throws {InputError} on a damaged archive, and on a file of more than `most` bytes
 */
export function* readTar(reader: ByteReader, most: number): Generator<TarEntry> {
  while (!reader.ended) {
    const head = Buffer.from(reader.take(BLOCK));
    if (head.every((byte) => byte === 0)) return;
    const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
    if (octal(head, 148, 8) !== sum) throw reader.damaged('is no tar archive, or a damaged one');
    const size = octal(head, 124, 12);
    if (Number.isNaN(size)) throw reader.damaged('a file of unknown size');
    const name = `${textIn(head, 345, 155)}/${textIn(head, 0, 100)}`.replace(/^\//, '');
    const padded = BLOCK * Math.ceil(size / BLOCK);
    if (FILE.has(String.fromCharCode(head[156]!))) {
      if (size > most) throw reader.damaged(`${JSON.stringify(name)} has ${size} bytes, more than ${most}`);
      yield { name, data: reader.take(padded).subarray(0, size) };
    } else {
      for (let due = padded; due > 0; due -= BLOCK) reader.take(BLOCK);
    }
  }
}

function textIn(head: Buffer, at: number, length: number): string {
  return head.toString('latin1', at, at + length).replace(/\0[\s\S]*$/, '');
}

function octal(head: Buffer, at: number, length: number): number {
  const text = textIn(head, at, length).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}
