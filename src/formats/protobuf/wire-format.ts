import type { InputError } from '../../input-error.ts';

/** Says that a message is damaged, and how to mend it. */
export type Refuse = (why: string) => InputError;

/** One field of a protobuf message: a whole number, or bytes (a text, a message, packed numbers, a fixed-size number). */
export type Field =
  | { readonly number: number; readonly wire: 0; readonly value: bigint }
  | { readonly number: number; readonly wire: 1 | 2 | 5; readonly bytes: Uint8Array };

const FIXED = { 1: 8, 5: 4 } as const;
/** Bytes of the longest varint, one of 64 bits. */
const LONGEST_VARINT = 10;

/**
 * The fields of a protobuf message in the order of the file. Views of its bytes: nothing is copied, and a length is
 * believed only after it was held to what is left.
 * @throws what `refuse` makes, where the bytes are no message
 */
export function* fieldsOf(bytes: Uint8Array, refuse: Refuse): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const key = readVarint(bytes, at, refuse);
    at = key.end;
    const number = Number(key.value >> 3n);
    const wire = Number(key.value & 7n);
    if (number < 1 || number > 2 ** 29 - 1) throw refuse(`field ${number} is none`);
    if (wire === 0) {
      const { value, end } = readVarint(bytes, at, refuse);
      at = end;
      yield { number, wire, value };
    } else if (wire === 1 || wire === 2 || wire === 5) {
      let length: number = wire === 2 ? 0 : FIXED[wire];
      if (wire === 2) {
        const size = readVarint(bytes, at, refuse);
        at = size.end;
        length = Number(size.value);
      }
      if (length > bytes.length - at) {
        throw refuse(`a field of ${length} bytes where ${bytes.length - at} are left`);
      }
      yield { number, wire, bytes: bytes.subarray(at, at + length) };
      at += length;
    } else throw refuse(`wire type ${wire} is none`);
  }
}

/** The numbers of packed varints. */
export function packedVarints(bytes: Uint8Array, refuse: Refuse): bigint[] {
  const values: bigint[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, end } = readVarint(bytes, at, refuse);
    values.push(value);
    at = end;
  }
  return values;
}

function readVarint(
  bytes: Uint8Array,
  start: number,
  refuse: Refuse,
): { readonly value: bigint; readonly end: number } {
  let value = 0n;
  for (let i = 0; i < LONGEST_VARINT; i += 1) {
    const byte = bytes[start + i];
    if (byte === undefined) throw refuse('it ends within a number');
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return { value: BigInt.asUintN(64, value), end: start + i + 1 };
  }
  throw refuse('a number has no end');
}
