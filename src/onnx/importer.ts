import type { NetworkBuilder } from '../graph/network.ts';
import type { Shape } from '../graph/shape.ts';
import type { InputError } from '../input-error.ts';
import type { OnnxNode } from './model.ts';
import type { Activation, Constant, Value } from './value.ts';

/** A node of the file with all that is needed to import it. */
export interface Site {
  readonly node: OnnxNode;
  readonly net: NetworkBuilder;
  readonly opset: number;
  /** Images in the batch. */
  readonly batch: number;
  /** The batch that the file was exported for, where it is fixed there. */
  readonly exportedBatch: number | undefined;
  /** Whether the whole network is linear but for its ReLUs. */
  readonly homogeneous: boolean;
  /** The value of an input; undefined where it is left out. */
  input(index: number): Value | undefined;
  /** An input that must be computed from the images. */
  activation(index: number): Activation;
  /** An input that must be known beforehand. */
  constant(index: number): Constant;
  /** The whole numbers of a constant. */
  wholes(index: number): number[];
  integer(name: string, otherwise: number): number;
  float(name: string, otherwise: number): number;
  text(name: string, otherwise: string): string;
  integers(name: string, otherwise: readonly number[]): readonly number[];
  /** Where the one user of this node's result adds a vector of this length to it: that vector. The addition is then done here. */
  takeBias(length: number): Constant | undefined;
  /** A constant under another name, which a checkpoint may have numbers of its own for. */
  renamed(constant: Constant, name: string): Constant;
  /** The name of the parameter that a constant becomes; the same for the same numbers. */
  nameOf(constant: Constant): string;
  /** A constant as a parameter of no layer: it keeps the numbers of the file. */
  parameterOf(constant: Constant): Activation;
  /** This node cannot be imported: `why` ends with the mend. */
  refuse(why: string): InputError;
}

/** How one operator becomes part of a network: the values of its outputs. */
export interface Importer {
  /** Where it is linear but for ReLUs, and has no negative factors: what SynFlow's one sweep needs. */
  readonly homogeneous: 'always' | 'of activations' | 'never';
  import(site: Site): readonly Value[] | Value;
}

/** A constant that was computed here. */
export function constantOf(
  dims: Shape,
  data: Float32Array | Float64Array | readonly number[],
  isFloat: boolean,
  name = '',
): Constant {
  const values = Array.isArray(data) ? Float64Array.from(data) : (data as Float32Array | Float64Array);
  return { kind: 'constant', name, dims, isFloat, data: () => values };
}

/** An axis counted from the front. */
export function axisOf(axis: number, rank: number, site: Site): number {
  const front = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(front) && front >= 0 && front < rank) return front;
  throw site.refuse(`axis ${axis} is none of ${rank}: export it again`);
}
