import { ByteReader } from '../byte-reader.ts';
import { type RandomAccess, readZip } from '../zip/read-zip.ts';
import { readPickle } from './read-pickle.ts';

/** The number that the legacy format of `torch.save` begins with, as a pickle of its own. */
const MAGIC = 0x1950a86a20f9469cfc6cn;

/**
 * The pickle inside a file of `torch.save`, at its beginning: of a zip archive its `data.pkl`, of the legacy format what follows
 * magic number, protocol and system. A bare pickle stands for itself. Tensors are never read.
 * @param access reads the file anywhere
 * @param whole reads it from the beginning
 * @throws {InputError} where the file is none of these
 */
export function openTorch(access: RandomAccess, whole: () => ByteReader): ByteReader {
  const [p, k] = access.slice(0, Math.min(2, access.size));
  if (p === 0x50 && k === 0x4b) {
    const entry = readZip(access).find(({ name }) => /(^|\/)data\.pkl$/.test(name));
    if (entry === undefined) throw whole().damaged('is a zip archive without a data.pkl, not of torch.save');
    return new ByteReader(entry.open(), `${access.source} (${entry.name})`);
  }
  if (!isLegacy(access)) return whole();
  const reader = whole();
  // Magic number, version of the protocol, and the sizes of the system's types.
  for (let part = 0; part < 3; part += 1) readPickle(reader);
  return reader;
}

function isLegacy(access: RandomAccess): boolean {
  const bytes = access.slice(0, Math.min(64, access.size));
  // PROTO 2, LONG1 of 10 bytes, STOP.
  if (bytes[0] !== 0x80 || bytes[2] !== 0x8a || bytes[3] !== 10) return false;
  return bytes.subarray(4, 14).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) === MAGIC;
}
