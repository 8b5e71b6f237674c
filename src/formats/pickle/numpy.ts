import type { NumpyArray, NumpyType, PickleValue } from './values.ts';

type Read = (view: DataView, at: number, little: boolean) => number;

const READERS: Readonly<Record<string, { readonly bytes: number; readonly read: Read }>> = {
  b1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  i8: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  u8: { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
};

/** The elements of a numeric array in the order in which they are stored; undefined where it is none. */
export function numbersOf(type: NumpyType, data: Uint8Array): Float64Array | undefined {
  const reader = Object.hasOwn(READERS, type.code) ? READERS[type.code] : undefined;
  if (reader === undefined || data.length % reader.bytes !== 0) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float64Array.from({ length: data.length / reader.bytes }, (_, i) =>
    reader.read(view, i * reader.bytes, type.littleEndian),
  );
}

/** The numbers of a list, a tuple's items or an array of one axis; undefined where it holds anything else. */
export function numbersIn(value: PickleValue | undefined): ArrayLike<number> | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === 'number') ? (value as number[]) : undefined;
  }
  if (isArray(value)) {
    if (value.shape.length !== 1) return undefined;
    return Array.isArray(value.data) ? numbersIn(value.data) : numbersOf(value.type, value.data);
  }
  return undefined;
}

function isArray(value: PickleValue): value is NumpyArray {
  return typeof value === 'object' && value !== null && 'shape' in value;
}

/** The type that a state such as `(3, '<', None, None, None, -1, -1, 0)` completes. */
export function withByteOrder(type: NumpyType, state: readonly PickleValue[]): void {
  if (state[1] === '>') type.littleEndian = false;
}
