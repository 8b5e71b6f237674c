import { lasting } from '../engine/lasting.ts';
import type { ParameterSpec } from '../graph/network.ts';
import { GraphError, sizeOf } from '../graph/shape.ts';
import { InputError } from '../input-error.ts';
import { randomStream } from '../random/index.ts';
import type { Tensor } from '../safetensors/index.ts';

/** Gives the numbers of parameters, in the order of the graph's shapes. */
export interface ParameterSource {
  /** @throws {InputError} where they cannot be had */
  valueOf(spec: ParameterSpec): Float32Array;
  /** Refuses a file that lacks these numbers or has others; draws none, which it may be that nobody wants. */
  check(spec: ParameterSpec): void;
}

/** The numbers of a parameter as its network wants them: as they are, or as absolute values. */
export function asWanted(value: Float32Array, { node }: ParameterSpec): Float32Array {
  if (!node.attrs.absolute) return value;
  const result = new Float32Array(value.length);
  // `map` takes three times as long.
  for (let i = 0; i < value.length; i += 1) result[i] = Math.abs(value[i]!);
  return result;
}

/** Bytes of parameters that are kept for the next architecture: those of all candidates of a usual space. */
const KEPT_BYTES = 256 * 2 ** 20;

/**
 * PyTorch's default initialisation, or standard normal weights where a network asks for them. A parameter depends on the
 * seed and on its name alone, so architectures share the weights of the layers that they share.
 */
export function initialParameters(seed: number): ParameterSource {
  const kept = new Map<string, Float32Array>();
  let bytes = 0;
  return {
    valueOf(spec) {
      const { label } = spec.node;
      let value = kept.get(label);
      if (!value) {
        value = lasting(asWanted(permuted(initialise(seed, spec), spec), spec));
        bytes += value.byteLength;
        if (bytes > KEPT_BYTES) {
          kept.clear();
          bytes = value.byteLength;
        }
        kept.set(label, value);
      }
      return value;
    },
    check() {},
  };
}

/**
 * The parameters of a checkpoint with the benchmark's official names, of which none may be missing or have another shape;
 * Zen-Score's own weights are drawn all the same.
 */
export function checkpointParameters(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  seed: number,
): ParameterSource {
  const drawn = initialParameters(seed);
  const isDrawn = (spec: ParameterSpec): boolean => spec.node.attrs.init !== 'default';
  const tensorOf = (spec: ParameterSpec): Tensor => {
    const { name } = spec.node.attrs;
    const tensor = tensors.get(name);
    const shape = checkpointShape(spec);
    if (!tensor) {
      throw new InputError(
        `${path} has no tensor "${name}" [${shape.join(', ')}]: is it of this architecture?`,
      );
    }
    if (tensor.shape.join() !== shape.join()) {
      throw new InputError(
        `${path}: "${name}" is [${tensor.shape.join(', ')}], this architecture has [${shape.join(', ')}]: check ARCH, --channels and --classes`,
      );
    }
    return tensor;
  };
  return {
    valueOf(spec) {
      if (isDrawn(spec)) return drawn.valueOf(spec);
      return asWanted(permuted(Float32Array.from(tensorOf(spec).data, Number), spec), spec);
    },
    check(spec) {
      if (!isDrawn(spec)) tensorOf(spec);
    },
  };
}

/** The shape in the official checkpoint: [out, in, height, width]. */
function checkpointShape({ node, order }: ParameterSpec): number[] {
  const shape = new Array<number>(order.length);
  order.forEach((axis, i) => {
    shape[axis] = node.shape[i]!;
  });
  return shape;
}

/** In the checkpoint's order, so that others can draw the same. */
function initialise(seed: number, { node, fill, role }: ParameterSpec): Float32Array {
  const value = new Float32Array(sizeOf(node.shape));
  const { name, init } = node.attrs;
  if (init === 'gaussian') {
    if (role === 'weight') randomStream(seed, `gaussian/${name}`).fillNormal(value, 1);
    return role === 'scale' ? value.fill(1) : value;
  }
  if ('given' in fill) throw new GraphError(`${name} has numbers of its own, which are not at hand`);
  if ('value' in fill) return value.fill(fill.value);
  randomStream(seed, name).fillUniform(value, -fill.bound, fill.bound);
  return value;
}

/** From the checkpoint's order of axes to the graph's. */
export function permuted(value: Float32Array, spec: ParameterSpec): Float32Array {
  if (spec.order.length !== 4) return value;
  const [out, ins, height, width] = checkpointShape(spec) as [number, number, number, number];
  const result = new Float32Array(value.length);
  for (let o = 0; o < out; o += 1) {
    for (let i = 0; i < ins; i += 1) {
      for (let tap = 0; tap < height * width; tap += 1) {
        result[(tap * ins + i) * out + o] = value[(o * ins + i) * height * width + tap]!;
      }
    }
  }
  return result;
}
