import { bytes, integer, type Message, nested, serialise, text } from '../../src/engine/onnx/protobuf.ts';

/** A small model of one convolution, and what a test changes of it. */
export interface Parts {
  readonly opset?: number;
  readonly domain?: string;
  readonly input?: readonly number[];
  readonly weightDims?: readonly number[];
  readonly weightType?: number;
  readonly weightBytes?: number;
  readonly external?: readonly (readonly [string, string])[];
  readonly nodes?: readonly Message[];
  readonly output?: string;
}

/** A NodeProto. */
export const node = (
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  more: readonly Message[] = [],
): Message =>
  nested(
    1,
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, `the_${op}`),
    text(4, op),
    ...more,
  );

const shape = (dims: readonly number[]): Message =>
  nested(2, nested(1, integer(1, 1), nested(2, ...dims.map((extent) => nested(1, integer(1, extent))))));

export const HEALTHY: readonly Message[] = [
  node('Conv', ['x', 'w'], ['y']),
  node('GlobalAveragePool', ['y'], ['z']),
  node('Flatten', ['z'], ['logits']),
];

/** The bytes of an .onnx file: a 1x1 convolution from 3 to 2 channels, a mean, two logits. */
export function encode(parts: Parts = {}): Uint8Array {
  const dims = parts.weightDims ?? [2, 3, 1, 1];
  const size = parts.weightBytes ?? 4 * dims.reduce((a, b) => a * b, 1);
  const place = parts.external?.map(([key, value]) => nested(13, text(1, key), text(2, value)));
  const data = place ? [...place, integer(14, 1)] : [bytes(9, new Uint8Array(size))];
  const weight = nested(
    5,
    ...dims.map((extent) => integer(1, extent)),
    integer(2, parts.weightType ?? 1),
    text(8, 'w'),
    ...data,
  );
  const input = nested(11, text(1, 'x'), shape(parts.input ?? [1, 3, 4, 4]));
  const output = nested(12, text(1, parts.output ?? 'logits'));
  return serialise(
    integer(1, 8),
    nested(7, ...(parts.nodes ?? HEALTHY), weight, input, output),
    nested(8, text(1, parts.domain ?? ''), integer(2, parts.opset ?? 13)),
  );
}
