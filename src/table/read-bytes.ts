import { createReadStream } from 'node:fs';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InputError } from '../input-error.ts';
import { MAX_BYTES } from './limits.ts';

const decompress = promisify(gunzip);

/**
 * The bytes of a file or, for `-`, of the standard input; gzip is undone. Throws {@link InputError} on a file that is
 * missing, empty, not readable, larger than `maxBytes` (also when decompressed), or damaged gzip.
 */
export async function readBytes(source: string, maxBytes: number = MAX_BYTES): Promise<Uint8Array> {
  const bytes = await readRaw(source, maxBytes);
  if (bytes.length === 0) throw new InputError(`${source}: is empty, make or fetch it again`);
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!zipped) {
    if (source.endsWith('.gz'))
      throw new InputError(`${source}: is not gzip, remove .gz from its name or compress it`);
    return bytes;
  }
  try {
    const plain = await decompress(bytes, { maxOutputLength: maxBytes });
    if (plain.length === 0)
      throw new InputError(`${source}: is empty once decompressed, make or fetch it again`);
    return plain;
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(source, maxBytes);
    throw new InputError(`${source}: is damaged gzip (${messageOf(error)}), make or fetch it again`);
  }
}

async function readRaw(source: string, maxBytes: number): Promise<Uint8Array> {
  // Streams know no size beforehand: pipes and devices may be read, but not without end.
  const stream = source === '-' ? process.stdin : createReadStream(source, { highWaterMark: 2 ** 20 });
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge(source, maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT') throw new InputError(`${source}: does not exist, check the path`);
    if (code === 'EISDIR') throw new InputError(`${source}: is a folder, name a file in it`);
    if (code === 'EACCES') throw new InputError(`${source}: may not be read, check its permissions`);
    throw new InputError(`${source}: cannot be read (${messageOf(error)}), check the path`);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}

function tooLarge(source: string, maxBytes: number): InputError {
  return new InputError(
    `${source}: is larger than ${maxBytes} bytes decompressed, split it or select columns`,
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
}
