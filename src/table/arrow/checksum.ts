import { crc32 } from '../../crc32.ts';

/** Metadata key of a record batch under which this suite keeps the CRC-32 of its body. */
export const CHECKSUM_KEY = 'nasprobe.crc32';

/** What stands under it: eight hexadecimal digits. */
export function checksumOf(body: Uint8Array): string {
  return crc32(body).toString(16).padStart(8, '0');
}
