import type { OpName } from '../../graph/op.ts';
import { avgPool, avgPoolGrad } from './avg-pool.ts';
import { conv2d, conv2dInputGrad, conv2dWeightGrad } from './conv2d.ts';
import {
  abs,
  add,
  erf,
  exp,
  log,
  mul,
  reciprocal,
  relu,
  scale,
  shift,
  sigmoid,
  sign,
  sqrt,
  step,
} from './elementwise.ts';
import type { Lowering } from './lowering.ts';
import { agreement, logSoftmax, matmul } from './matrix.ts';
import { maxPool, maxPoolGather, maxPoolGrad } from './max-pool.ts';
import { broadcast, concat, constant, detach, pad, reshape, slice, stretch, transpose } from './movement.ts';
import { covariance, cumsum, sum, variance } from './reduce.ts';

/** What TensorFlow.js computes; inputs and parameters are fed. */
export type ComputedOp = Exclude<OpName, 'input' | 'parameter'>;

/** Operations of TensorFlow.js for every primitive. */
export const LOWERINGS: { readonly [K in ComputedOp]: Lowering<K> } = {
  constant,
  detach,
  add,
  mul,
  scale,
  shift,
  exp,
  log,
  sqrt,
  reciprocal,
  erf,
  sigmoid,
  abs,
  sign,
  relu,
  step,
  sum,
  cumsum,
  broadcast,
  variance,
  covariance,
  reshape,
  transpose,
  slice,
  pad,
  concat,
  stretch,
  matmul,
  conv2d,
  conv2dInputGrad,
  conv2dWeightGrad,
  avgPool,
  avgPoolGrad,
  maxPool,
  maxPoolGather,
  maxPoolGrad,
  logSoftmax,
  agreement,
};

/** The lowering of an operation that is known only at run time. */
export const loweringOf = (op: ComputedOp) => LOWERINGS[op] as Lowering<OpName>;
