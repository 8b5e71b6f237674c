import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InputError } from '../input-error.ts';
import { decodeTensor } from './decode-tensor.ts';
import { MAX_HEADER, oneLine, parseHeader } from './safetensors-header.ts';
import type { Tensor } from './tensor.ts';

/** The largest tensor that is read, in bytes. */
const MAX_TENSOR = 2 ** 31;

/**
 * Reads all tensors of a .safetensors file, by name, in the order of their bytes. The format is that of
 * huggingface/safetensors: 8 bytes with the header's length, a JSON header, the data. Nothing in the file is believed:
 * lengths, ranges and types are checked before memory is taken.
 * Throws {@link InputError} naming file, tensor and mend.
 */
export function readSafetensors(path: string): Map<string, Tensor> {
  const file = openFile(path);
  try {
    const { size } = fstatSync(file);
    const again = 'fetch it or save it again with the safetensors library';
    if (size < 8)
      throw new InputError(`${path}: is too short for a safetensors file (${size} bytes), ${again}`);
    const length = new DataView(readExactly(file, 0, 8, path)).getBigUint64(0, true);
    if (length > MAX_HEADER || Number(length) > size - 8) {
      throw new InputError(
        `${path}: its header is said to have ${length} bytes of ${size - 8}, it is truncated or no safetensors file: ${again}`,
      );
    }
    const headerBytes = Number(length);
    const text = decodeText(readExactly(file, 8, headerBytes, path), path);
    const start = 8 + headerBytes;
    const entries = parseHeader(text, size - start, path);
    return new Map(
      entries.map((entry) => {
        const bytes = entry.end - entry.begin;
        if (bytes > MAX_TENSOR) {
          throw new InputError(
            `${path}, tensor "${oneLine(entry.name)}": has ${bytes} bytes, at most ${MAX_TENSOR} are read: split it`,
          );
        }
        return [entry.name, decodeTensor(entry, readExactly(file, start + entry.begin, bytes, path), path)];
      }),
    );
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): number {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    if (fstatSync(file).isFile()) return file;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new InputError(`${path}: ${why}, check the path`);
  }
  closeSync(file);
  throw new InputError(`${path}: is no file, name a .safetensors file`);
}

/** These bytes in memory of their own, so that they are aligned. */
function readExactly(file: number, start: number, length: number, path: string): ArrayBuffer {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, start + done);
    if (count === 0) throw new InputError(`${path}: became shorter while it was read, read it again`);
    done += count;
  }
  return bytes.buffer;
}

function decodeText(bytes: ArrayBuffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError(
      `${path}: its header is not UTF-8, it is damaged or no safetensors file: fetch it again`,
    );
  }
}
