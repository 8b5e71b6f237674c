import type { Skeleton } from '../space.ts';
import type { Cell, OpName201 } from './notation.ts';
import { type Stage, stagesOf } from './skeleton.ts';

/** Channels of the images. */
const IMAGE = 3;

/** What one layer, or one network, costs: an image a pass. */
interface Cost {
  /** Weights, biases, and scale and shift of the batch norms. */
  readonly params: number;
  /** Multiply-accumulates of convolutions and linear layers, biases not counted. */
  readonly macs: number;
  /** What the public suites count on top of these under "FLOPs". */
  readonly rest: number;
}

/** Trainable parameters, those of operations that are computed in vain included. */
export function params(cell: Cell, skeleton: Skeleton): number {
  return cost(cell, skeleton).params;
}

/** Multiply-accumulates of all convolutions and of the classifier, for one image. */
export function macs(cell: Cell, skeleton: Skeleton): number {
  return cost(cell, skeleton).macs;
}

/**
 * "FLOPs" in millions as NAS-Bench-Suite-Zero reports them (NASLib, tensorwatch 0.9.1), for one image: multiply-
 * accumulates + 2 for each element of a batch norm + 1 for each of a ReLU + k*k for each output of a pooling, the
 * global one counted as (H+1)*(W+1) a channel. For the usual FLOPs take 2 * {@link macs}.
 */
export function suiteFlops(cell: Cell, skeleton: Skeleton): number {
  const total = cost(cell, skeleton);
  return (total.macs + total.rest) / 1e6;
}

function cost(cell: Cell, skeleton: Skeleton): Cost {
  const stages = stagesOf(skeleton);
  const [first, second, third] = stages;
  return sum([
    conv(3, IMAGE, first),
    batchNorm(first),
    ...stages.flatMap((stage) => cell.ops.map((op) => times(skeleton.cells, operation(op, stage)))),
    reduction(first, second),
    reduction(second, third),
    head(third, skeleton.classes),
  ]);
}

function operation(op: OpName201, stage: Stage): Cost {
  switch (op) {
    case 'none':
    case 'skip_connect':
      return { params: 0, macs: 0, rest: 0 };
    case 'nor_conv_1x1':
      return sum([relu(stage), conv(1, stage.channels, stage), batchNorm(stage)]);
    case 'nor_conv_3x3':
      return sum([relu(stage), conv(3, stage.channels, stage), batchNorm(stage)]);
    case 'avg_pool_3x3':
      return pool(3, stage);
  }
}

/** The residual block between two stages: two ReLU-conv-BN, and on the shortcut a 2x2 pooling and a 1x1 convolution. */
function reduction(from: Stage, to: Stage): Cost {
  return sum([
    relu(from),
    conv(3, from.channels, to),
    batchNorm(to),
    relu(to),
    conv(3, to.channels, to),
    batchNorm(to),
    pool(2, { channels: from.channels, size: to.size }),
    conv(1, from.channels, to),
  ]);
}

/** Batch norm, ReLU, global average pooling and the classifier with its bias. */
function head(stage: Stage, classes: number): Cost {
  const pooling = { params: 0, macs: 0, rest: stage.channels * (stage.size + 1) ** 2 };
  const weights = stage.channels * classes;
  return sum([batchNorm(stage), relu(stage), pooling, { params: weights + classes, macs: weights, rest: 0 }]);
}

/** A k x k convolution without bias; `to` is its output. */
function conv(k: number, channelsIn: number, to: Stage): Cost {
  const weights = k * k * channelsIn * to.channels;
  return { params: weights, macs: weights * to.size ** 2, rest: 0 };
}

function batchNorm(stage: Stage): Cost {
  return { params: 2 * stage.channels, macs: 0, rest: 2 * elements(stage) };
}

function relu(stage: Stage): Cost {
  return { params: 0, macs: 0, rest: elements(stage) };
}

/** A k x k pooling; `to` is its output. */
function pool(k: number, to: Stage): Cost {
  return { params: 0, macs: 0, rest: k * k * elements(to) };
}

function elements(stage: Stage): number {
  return stage.channels * stage.size ** 2;
}

function times(n: number, one: Cost): Cost {
  return { params: n * one.params, macs: n * one.macs, rest: n * one.rest };
}

function sum(costs: readonly Cost[]): Cost {
  return costs.reduce((a, b) => ({
    params: a.params + b.params,
    macs: a.macs + b.macs,
    rest: a.rest + b.rest,
  }));
}
