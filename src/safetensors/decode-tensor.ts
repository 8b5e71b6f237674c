import { InputError } from '../input-error.ts';
import { bfloatToFloat, halfToFloat } from './half-float.ts';
import { oneLine, type TensorEntry } from './safetensors-header.ts';
import type { Tensor } from './tensor.ts';

/** The elements of a tensor from its own little-endian bytes. Throws {@link InputError} on an integer beyond 2^53. */
export function decodeTensor({ name, dtype, shape }: TensorEntry, bytes: ArrayBuffer, path: string): Tensor {
  return { dtype, shape, data: decode() };

  function decode(): Tensor['data'] {
    switch (dtype) {
      case 'F64':
        return new Float64Array(bytes);
      case 'F32':
        return new Float32Array(bytes);
      case 'F16':
        return Float32Array.from(new Uint16Array(bytes), halfToFloat);
      case 'BF16':
        return Float32Array.from(new Uint16Array(bytes), bfloatToFloat);
      case 'I64':
        return Float64Array.from(new BigInt64Array(bytes), exact);
      case 'U64':
        return Float64Array.from(new BigUint64Array(bytes), exact);
      case 'U32':
        return new Float64Array(new Uint32Array(bytes));
      case 'I32':
        return new Int32Array(bytes);
      case 'I16':
        return new Int32Array(new Int16Array(bytes));
      case 'U16':
        return new Int32Array(new Uint16Array(bytes));
      case 'I8':
        return new Int32Array(new Int8Array(bytes));
      case 'U8':
      case 'BOOL':
        return new Int32Array(new Uint8Array(bytes));
    }
  }

  function exact(value: bigint): number {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new InputError(
      `${path}, tensor "${oneLine(name)}": ${value} is beyond 2^53 and would lose digits, save it as F64`,
    );
  }
}
