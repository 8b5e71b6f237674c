import { InputError } from '../input-error.ts';
import { bfloatToFloat, halfToFloat } from '../safetensors/half-float.ts';
import { Fields, shown } from './fields.ts';

/** Where a tensor's bytes lie when they are in another file. */
export interface ExternalPlace {
  readonly location: string;
  readonly offset: number;
  /** Absent: as many as the shape takes. */
  readonly length: number | undefined;
}

/** A tensor of the file. Its numbers are decoded when they are asked for. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly isFloat: boolean;
  /** Bytes that its elements take as raw data. */
  readonly bytes: number;
  /** In another file. */
  readonly external: ExternalPlace | undefined;
  /** The elements, row-major. @param raw the bytes of an external tensor */
  decode(raw?: Uint8Array): Float32Array | Float64Array;
}

type Reader = (view: DataView, at: number) => number;

interface ElementType {
  readonly name: string;
  readonly bytes: number;
  readonly isFloat: boolean;
  readonly read: Reader;
  /** The field that holds its elements where they are not raw. */
  readonly field: number;
}

/** Element types by their numbers in onnx.proto3. */
const TYPES: Readonly<Record<number, ElementType>> = {
  1: { name: 'float', bytes: 4, isFloat: true, field: 4, read: (view, at) => view.getFloat32(at, true) },
  2: { name: 'uint8', bytes: 1, isFloat: false, field: 5, read: (view, at) => view.getUint8(at) },
  3: { name: 'int8', bytes: 1, isFloat: false, field: 5, read: (view, at) => view.getInt8(at) },
  6: { name: 'int32', bytes: 4, isFloat: false, field: 5, read: (view, at) => view.getInt32(at, true) },
  7: {
    name: 'int64',
    bytes: 8,
    isFloat: false,
    field: 7,
    read: (view, at) => Number(view.getBigInt64(at, true)),
  },
  9: { name: 'bool', bytes: 1, isFloat: false, field: 5, read: (view, at) => view.getUint8(at) },
  10: {
    name: 'float16',
    bytes: 2,
    isFloat: true,
    field: 5,
    read: (view, at) => halfToFloat(view.getUint16(at, true)),
  },
  11: { name: 'double', bytes: 8, isFloat: true, field: 10, read: (view, at) => view.getFloat64(at, true) },
  16: {
    name: 'bfloat16',
    bytes: 2,
    isFloat: true,
    field: 5,
    read: (view, at) => bfloatToFloat(view.getUint16(at, true)),
  },
};

const MOST_AXES = 8;
/** Elements of a tensor: a gigabyte of float32, far beyond any layer of a network that is scored. */
const MOST_ELEMENTS = 2 ** 28;
const EXTERNAL = 1;

/** A TensorProto. @throws {InputError} naming it, where shape, type and data do not fit */
export function parseTensor(bytes: Uint8Array, path: string): OnnxTensor {
  const fields = new Fields(bytes, `${path}, a tensor`);
  const name = fields.text(8);
  const what = `${path}, tensor "${shown(name)}"`;
  const refuse = (why: string): InputError => new InputError(`${what}: ${why}: export the model again`);
  const dims = fields.integers(1);
  if (dims.length > MOST_AXES) throw refuse(`has ${dims.length} axes, at most ${MOST_AXES} are read`);
  if (dims.some((extent) => extent < 0)) throw refuse(`has a negative extent [${dims.join(', ')}]`);
  const elements = dims.reduce((product, extent) => product * extent, 1);
  if (elements > MOST_ELEMENTS) {
    throw refuse(`has ${elements} elements [${dims.join(', ')}], at most ${MOST_ELEMENTS} are read`);
  }
  const number = fields.integer(2);
  const type = Object.hasOwn(TYPES, number) ? TYPES[number] : undefined;
  if (!type) {
    const known = Object.values(TYPES).map((known) => known.name);
    throw refuse(`its element type is number ${number}, read are ${known.join(', ')}`);
  }
  if (fields.has(3)) throw refuse('is a segment of another tensor, which is not read');
  const size = elements * type.bytes;
  const external = fields.integer(14) === EXTERNAL ? externalPlace(fields, what) : undefined;
  const raw = fields.bytes(9).at(-1);
  if (!external && raw && raw.length !== size) {
    throw refuse(`${type.name} [${dims.join(', ')}] takes ${size} bytes, the file has ${raw.length}`);
  }
  return {
    name,
    dims,
    isFloat: type.isFloat,
    bytes: size,
    external,
    decode(outside) {
      const bytes = external ? outside : raw;
      if (bytes) {
        if (bytes.length !== size)
          throw refuse(`${size} bytes are wanted, its data file gave ${bytes.length}`);
        return decodeRaw(bytes, elements, type);
      }
      const listed = listedElements(fields, number, type);
      if (listed.length !== elements) {
        throw refuse(`[${dims.join(', ')}] has ${elements} elements, the file lists ${listed.length}`);
      }
      return type.isFloat && type.bytes <= 4 ? Float32Array.from(listed) : Float64Array.from(listed);
    },
  };
}

function decodeRaw(bytes: Uint8Array, elements: number, type: ElementType): Float32Array | Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = type.isFloat && type.bytes <= 4 ? new Float32Array(elements) : new Float64Array(elements);
  for (let i = 0; i < elements; i += 1) out[i] = type.read(view, i * type.bytes);
  return out;
}

function listedElements(fields: Fields, number: number, type: ElementType): readonly number[] {
  if (number === 1) return fields.floats(type.field, 4);
  if (number === 11) return fields.floats(type.field, 8);
  const whole = fields.integers(type.field);
  if (number === 10) return whole.map((bits) => halfToFloat(bits & 0xffff));
  return number === 16 ? whole.map((bits) => bfloatToFloat(bits & 0xffff)) : whole;
}

function externalPlace(fields: Fields, what: string): ExternalPlace {
  const entries = new Map(
    fields.bytes(13).map((entry) => {
      const pair = new Fields(entry, what);
      return [pair.text(1), pair.text(2)];
    }),
  );
  const count = (key: string): number | undefined => {
    const text = entries.get(key);
    if (text === undefined) return undefined;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value)) return value;
    throw new InputError(
      `${what}: its data's ${key} "${shown(text)}" is no number of bytes: export it again`,
    );
  };
  const location = entries.get('location');
  if (!location) throw new InputError(`${what}: lies in another file that is not named: export it again`);
  return { location, offset: count('offset') ?? 0, length: count('length') };
}
