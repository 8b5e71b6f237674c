import { ByteReader } from '../byte-reader.ts';
import type { Chunks } from '../chunks.ts';
import { maskedCrc32c } from './crc32c.ts';

/** Most bytes of one record. */
const MOST = 2 ** 26;

/**
 * The records of a TFRecord file, in order: each is a length of 64 bits, its checksum, the data and their checksum, which are
 * compared.
 * @throws {InputError} on a damaged record, which is named by its number
 */
export function* readTfrecord(chunks: Chunks, source: string): Generator<Uint8Array> {
  const reader = new ByteReader(chunks, source);
  for (let record = 0; !reader.ended; record += 1) {
    const head = new Uint8Array(reader.take(8));
    if (checksum(reader) !== maskedCrc32c(head))
      throw reader.damaged(`the length of record ${record} does not agree with its checksum`);
    const length = Number(new DataView(head.buffer).getBigUint64(0, true));
    if (length > MOST) throw reader.damaged(`record ${record} has ${length} bytes, more than ${MOST}`);
    const data = reader.take(length);
    if (checksum(reader) !== maskedCrc32c(data))
      throw reader.damaged(`record ${record} does not agree with its checksum`);
    yield data;
  }
}

function checksum(reader: ByteReader): number {
  const bytes = reader.take(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}
