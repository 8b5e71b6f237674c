/** Parts of a protobuf message, joined only when it is whole. */
export type Message = readonly Uint8Array[];

const VARINT = 0;
const DELIMITED = 2;

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  // A negative int64 is written as its two's complement.
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** An int32, int64 or enum field. */
export const integer = (field: number, value: number): Message => [
  varint((field << 3) | VARINT),
  varint(value),
];

/** A bytes field, or any other that is written with its length. */
export const bytes = (field: number, value: Uint8Array): Message => [
  varint((field << 3) | DELIMITED),
  varint(value.byteLength),
  value,
];

/** A string field. */
export const text = (field: number, value: string): Message => bytes(field, new TextEncoder().encode(value));

/** A message field. */
export function nested(field: number, ...parts: readonly Message[]): Message {
  const inner = parts.flat();
  const length = inner.reduce((total, part) => total + part.byteLength, 0);
  return [varint((field << 3) | DELIMITED), varint(length), ...inner];
}

/** The bytes of a whole message. */
export function serialise(...parts: readonly Message[]): Uint8Array {
  return Buffer.concat(parts.flat());
}
