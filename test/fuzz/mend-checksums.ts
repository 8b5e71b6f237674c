import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { maskedCrc32c } from '../../src/formats/tfrecord/crc32c.ts';

const PNG_HEAD = 8;

/** A damaged PNG image whose chunks have the checksums of what they hold, so that damage goes on to what reads them. */
export function mendPng(damaged: Uint8Array): Uint8Array {
  const bytes = Buffer.from(damaged);
  for (let at = PNG_HEAD; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length) break;
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return bytes;
}

/** The same of a TFRecord file: lengths and records. */
export function mendTfrecord(damaged: Uint8Array): Uint8Array {
  const bytes = Buffer.from(damaged);
  for (let at = 0; at + 16 <= bytes.length; ) {
    bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(at, at + 8)), at + 8);
    const end = at + 12 + Number(bytes.readBigUInt64LE(at));
    if (!(end + 4 <= bytes.length)) break;
    bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(at + 12, end)), end);
    at = end + 4;
  }
  return bytes;
}

/** The same of the rows that an import keeps: a length, 16 bytes of SHA-256 and a record, again and again. */
export function mendRecords(damaged: Uint8Array): Uint8Array {
  const bytes = Buffer.from(damaged);
  for (let at = 0; at + 20 <= bytes.length; ) {
    const end = at + 20 + bytes.readUInt32LE(at);
    if (end > bytes.length) break;
    createHash('sha256')
      .update(bytes.subarray(at + 20, end))
      .digest()
      .copy(bytes, at + 4, 0, 16);
    at = end;
  }
  return bytes;
}
