import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../input-error.ts';
import { elementCount } from './tensor.ts';

/** A tensor to write: the type in the file is F32, F64, I32 or I64, by the kind of array. */
export interface WritableTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array;
}

/**
 * Writes tensors as a .safetensors file, whole or not at all; wider elements come first, so that each is aligned.
 * One process at a time may write a path. Throws {@link InputError} where the folder cannot be written, RangeError where a shape does not fit its data.
 */
export function writeSafetensors(path: string, tensors: ReadonlyMap<string, WritableTensor>): void {
  const entries = [...tensors].sort((a, b) => b[1].data.BYTES_PER_ELEMENT - a[1].data.BYTES_PER_ELEMENT);
  const described: [string, unknown][] = [];
  let at = 0;
  for (const [name, { shape, data }] of entries) {
    if (elementCount(shape) !== data.length) {
      throw new RangeError(
        `tensor "${name}": shape [${shape.join(', ')}] does not fit ${data.length} elements`,
      );
    }
    if (name === '__metadata__' || name === '__proto__')
      throw new RangeError(`a tensor cannot be named ${name}`);
    described.push([name, { dtype: dtypeOf(data), shape, data_offsets: [at, at + data.byteLength] }]);
    at += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(described)));
  // The data begins at a multiple of 8 bytes; the format pads with spaces.
  const header = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  // One name for all: what a killed process left of the file is written over.
  const temporary = join(dirname(path), `.${basename(path)}.tmp`);
  try {
    const file = openSync(temporary, 'w');
    try {
      for (const part of [length, header, ...entries.map(([, { data }]) => data)]) writeAll(file, part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new InputError(
      code === 'ENOSPC'
        ? `${path}: the disk is full, free some space and run the same command again`
        : `${path}: cannot be written (${code}), check its folder`,
    );
  }
}

function dtypeOf(data: WritableTensor['data']): 'F32' | 'F64' | 'I32' | 'I64' {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Float64Array) return 'F64';
  return data instanceof Int32Array ? 'I32' : 'I64';
}

function writeAll(file: number, part: NodeJS.ArrayBufferView): void {
  const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done);
}
