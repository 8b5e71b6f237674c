import type { Network, NetworkBuilder } from '../../graph/network.ts';
import type { Node } from '../../graph/op.ts';
import { add, addAll } from '../../graph/ops/add.ts';
import { fill } from '../../graph/ops/broadcast.ts';
import { reluConvNorm } from '../relu-conv-norm.ts';
import type { Skeleton } from '../space.ts';
import { longestPath } from './longest-path.ts';
import { type Cell, EDGES } from './notation.ts';

const STAGES = 3;

/**
 * The network of a cell, with the official skeleton and parameter names (xautodl `TinyNetwork`): stem, three stages of
 * `skeleton.cells` cells with a residual block of stride 2 between them, batch norm, ReLU, average pool, linear.
 */
export function buildNasbench201(cell: Cell, skeleton: Skeleton, net: NetworkBuilder): Network {
  let channels = skeleton.channels;
  const images = net.cropped(1 + skeleton.cells * reachOf(cell));
  let x = net.conv('stem.0', images, channels, 3, { padding: 1 });
  x = net.cut(net.batchNorm('stem.1', x));
  let position = 0;
  for (let stage = 0; stage < STAGES; stage += 1) {
    if (stage > 0) {
      channels *= 2;
      if (stage === 1) x = net.whole(x);
      x = net.cut(residualBlock(net, `cells.${position}`, x, channels));
      position += 1;
    }
    for (let i = 0; i < skeleton.cells; i += 1) {
      x = net.cut(applyCell(net, `cells.${position}`, cell, x));
      position += 1;
    }
  }
  x = net.relu(net.batchNorm('lastact.0', x));
  return net.finish(net.linear('classifier', net.globalAvgPool(x), skeleton.classes));
}

/** How many pixels further in those of the border reach after a cell: the most 3 x 3 windows on a path through it. */
const reachOf = (cell: Cell): number =>
  Math.max(
    0,
    longestPath(cell, (op) => Number(op.endsWith('3x3'))),
  );

function applyCell(net: NetworkBuilder, name: string, cell: Cell, input: Node): Node {
  const nodes = [input];
  for (const target of [1, 2, 3]) {
    const terms = EDGES.flatMap((edge, i) => {
      if (edge.target !== target) return [];
      return applyOp(net, `${name}.layers.${i}`, cell.ops[i]!, nodes[edge.source]!) ?? [];
    });
    nodes.push(terms.length > 0 ? addAll(terms) : fill(input, input.shape, 0));
  }
  return nodes[3]!;
}

/** Null stands for the zeros of `none`. */
function applyOp(net: NetworkBuilder, name: string, op: Cell['ops'][number], x: Node): Node | null {
  switch (op) {
    case 'none':
      return null;
    case 'skip_connect':
      return x;
    case 'avg_pool_3x3':
      return net.avgPool(x, { size: 3, stride: 1, padding: 1 });
    case 'nor_conv_1x1':
      return reluConvNorm(net, `${name}.op`, x, x.shape[3]!, 1, 1);
    case 'nor_conv_3x3':
      return reluConvNorm(net, `${name}.op`, x, x.shape[3]!, 3, 1);
  }
}

/** Two ReLU-conv-norm, the first of stride 2, beside a 2x2 pooling and a 1x1 convolution. */
export function residualBlock(net: NetworkBuilder, name: string, x: Node, channels: number): Node {
  const main = reluConvNorm(net, `${name}.conv_a.op`, x, channels, 3, 2);
  const residual = reluConvNorm(net, `${name}.conv_b.op`, main, channels, 3, 1);
  const pooled = net.avgPool(x, { size: 2, stride: 2 });
  return add(net.conv(`${name}.downsample.1`, pooled, channels, 1), residual);
}
