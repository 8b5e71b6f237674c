import { readFileSync, statSync } from 'node:fs';
import { InputError } from '../input-error.ts';
import type { OnnxModel } from './model.ts';
import { parseModel } from './parse-model.ts';
import { type Checkpoint, type Tensors, tensorsOf } from './tensors.ts';

/** A model at hand: its graph, and its numbers when they are asked for. */
export interface OpenModel {
  readonly model: OnnxModel;
  readonly tensors: Tensors;
  /** Height and width of its images in pixels; undefined where they are chosen at run time. */
  readonly size: number | undefined;
}

/** The most bytes that protobuf allows a message. */
const MOST_BYTES = 2 ** 31 - 1;
/** Element types of images: float, float16, double, bfloat16 of onnx.proto3; 0 where the file does not say. */
const IMAGE_TYPES: readonly number[] = [0, 1, 10, 11, 16];

/**
 * Reads the model of an .onnx file, and takes the numbers that a checkpoint has from there.
 * @throws {InputError} where it is none, or none of square colour images
 */
export function openModel(path: string, checkpoint?: Checkpoint): OpenModel {
  const model = parseModel(bytesOf(path), path);
  return { model, tensors: tensorsOf(model, checkpoint), size: imageSize(model) };
}

function bytesOf(path: string): Uint8Array {
  let size: number;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new InputError(`${path} is no file: name an .onnx file`);
    size = stat.size;
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new InputError(`${path} ${missing ? 'does not exist' : 'cannot be read'}: check the path`, {
      cause,
    });
  }
  if (size > MOST_BYTES) {
    throw new InputError(
      `${path} has ${size} bytes, an ONNX model has at most ${MOST_BYTES}: store its data outside`,
    );
  }
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new InputError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** The extent of a square, undefined where either side is free. */
export function imageSize({ path, inputs }: OnnxModel): number | undefined {
  const [input, ...more] = inputs;
  if (!input || more.length > 0) {
    const names = inputs.map(({ name }) => name).join(', ') || 'none';
    throw new InputError(`${path} has the inputs ${names}: models of one image tensor are scored`);
  }
  const { dims, type } = input;
  const [, channels, height, width] = dims ?? [];
  const isImages = dims?.length === 4 && (typeof channels === 'string' || channels === 3);
  if (!isImages || !IMAGE_TYPES.includes(type)) {
    const is = dims
      ? `[${dims.map((extent) => (extent === '' ? '?' : extent)).join(', ')}]`
      : 'of no known shape';
    throw new InputError(
      `${path}: its input ${input.name} is ${is}, not [batch, 3, height, width] of floats`,
    );
  }
  const [y, x] = [height, width].map((side) => (typeof side === 'number' && side > 0 ? side : undefined));
  if (y !== undefined && x !== undefined && y !== x) {
    throw new InputError(`${path}: its images are ${y} x ${x}: square ones are scored`);
  }
  return y ?? x;
}
