import { InputError } from '../../input-error.ts';

/** A field of a protobuf message: its number, and its value by wire type. */
export type ProtobufField =
  | { readonly number: number; readonly kind: 'varint'; readonly value: number }
  | { readonly number: number; readonly kind: 'double'; readonly value: number }
  | { readonly number: number; readonly kind: 'float'; readonly value: number }
  | { readonly number: number; readonly kind: 'bytes'; readonly value: Uint8Array };

/** The fields of a message in order. Throws {@link InputError} where it is damaged. */
export function* readFields(bytes: Uint8Array, source: string): Generator<ProtobufField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const damaged = (): InputError =>
    new InputError(`${source}: is a damaged protobuf message, fetch it again`);
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; shift < 64n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw damaged();
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    throw damaged();
  };
  const skip = (length: number): number => {
    if (!(length >= 0 && at + length <= bytes.length)) throw damaged();
    at += length;
    return at - length;
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        yield { number, kind: 'varint', value: varint() };
        break;
      case 1:
        yield { number, kind: 'double', value: view.getFloat64(skip(8), true) };
        break;
      case 2: {
        const length = varint();
        yield { number, kind: 'bytes', value: bytes.subarray(skip(length), at) };
        break;
      }
      case 5:
        yield { number, kind: 'float', value: view.getFloat32(skip(4), true) };
        break;
      default:
        throw damaged();
    }
  }
}
