import type { OpName } from '../../graph/op.ts';
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
import type { Kernel } from './kernel.ts';
import { agreement, logSoftmax, matmul } from './matrix.ts';
import { broadcast, concat, detach, pad, reshape, slice, stretch, transpose } from './movement.ts';
import { avgPool, avgPoolGrad, maxPool, maxPoolGather, maxPoolGrad } from './pool.ts';
import { covariance, cumsum, sum, variance } from './reduce.ts';

/** What is computed; inputs and parameters are fed. */
export type ComputedOp = Exclude<OpName, 'input' | 'parameter'>;

/** Plain loops in float64 for every primitive: the truth that other engines are held to. */
export const KERNELS: { readonly [K in ComputedOp]: Kernel<K> } = {
  constant: (node) => Float64Array.of(node.attrs.value),
  detach,
  add,
  mul,
  scale,
  shift,
  exp,
  erf,
  sigmoid,
  log,
  sqrt,
  reciprocal,
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

/** The kernel of an operation that is known only at run time. */
export const kernelOf = (op: ComputedOp) => KERNELS[op] as Kernel<OpName>;
