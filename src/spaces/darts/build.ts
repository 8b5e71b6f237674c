import type { Network, NetworkBuilder } from '../../graph/network.ts';
import type { Node } from '../../graph/op.ts';
import { addAll } from '../../graph/ops/add.ts';
import { fill } from '../../graph/ops/broadcast.ts';
import { concat } from '../../graph/ops/concat.ts';
import { slice } from '../../graph/ops/slice.ts';
import { InputError } from '../../input-error.ts';
import { reluConvNorm } from '../relu-conv-norm.ts';
import { checkSkeletonOf } from '../skeleton.ts';
import type { Skeleton } from '../space.ts';
import { type DartsCell, type DartsOp, type Genotype, NODES } from './genotype.ts';

/** Channels of the stem, for each of the first cells' own. */
export const STEM_MULTIPLIER = 3;

/** The convolutions among the operations: separable ones are applied twice, dilated ones have holes. */
export const CONVOLUTIONS: Readonly<
  Partial<Record<DartsOp, { readonly kernel: number; readonly dilation: 1 | 2 }>>
> = {
  sep_conv_3x3: { kernel: 3, dilation: 1 },
  sep_conv_5x5: { kernel: 5, dilation: 1 },
  dil_conv_3x3: { kernel: 3, dilation: 2 },
  dil_conv_5x5: { kernel: 5, dilation: 2 },
};

/** @throws {InputError} where no network of the space can be built on the skeleton. */
export function checkDarts(skeleton: Skeleton): Skeleton {
  if (skeleton.channels % 2 !== 0) {
    throw new InputError(
      `darts skeleton: channels is ${skeleton.channels}, give an even number (reductions halve them)`,
    );
  }
  return checkSkeletonOf('darts', skeleton, 4);
}

/** Whether the cell at this place, of so many, halves the height and width. */
export function isReduction(at: number, cells: number): boolean {
  return at === Math.floor(cells / 3) || at === Math.floor((2 * cells) / 3);
}

/**
 * The network of a genotype, with the parameter names of the official `NetworkCIFAR`, without auxiliary head and drop
 * path: stem, `skeleton.cells` cells of which two are reductions, each fed by the two before it, average pool, linear.
 */
export function buildDarts(genotype: Genotype, skeleton: Skeleton, net: NetworkBuilder): Network {
  let { channels } = skeleton;
  const stem = net.conv('stem.0', net.images, STEM_MULTIPLIER * channels, 3, { padding: 1 });
  const first = net.cut(net.batchNorm('stem.1', stem));
  let states: readonly [Node, Node] = [first, first];
  let followsReduction = false;
  for (let at = 0; at < skeleton.cells; at += 1) {
    const reduces = isReduction(at, skeleton.cells);
    if (reduces) channels *= 2;
    const name = `cells.${at}`;
    const inputs = [
      followsReduction
        ? factorizedReduce(net, `${name}.preprocess0`, states[0], channels)
        : reluConvNorm(net, `${name}.preprocess0.op`, states[0], channels, 1, 1),
      reluConvNorm(net, `${name}.preprocess1.op`, states[1], channels, 1, 1),
    ];
    const cell = reduces ? genotype.reduce : genotype.normal;
    const output = applyCell(net, name, cell, inputs, reduces ? 2 : 1);
    states = net.cutAll([states[1], output]) as [Node, Node];
    followsReduction = reduces;
  }
  return net.finish(net.linear('classifier', net.globalAvgPool(states[1]), skeleton.classes));
}

function applyCell(
  net: NetworkBuilder,
  name: string,
  cell: DartsCell,
  inputs: readonly Node[],
  stride: 1 | 2,
): Node {
  const states = [...inputs];
  for (const [node, edges] of cell.entries()) {
    const terms = edges.flatMap(({ op, from }, i) => {
      const step = from < inputs.length ? stride : 1;
      return applyOp(net, `${name}._ops.${2 * node + i}`, op, states[from]!, step) ?? [];
    });
    states.push(terms.length > 0 ? addAll(terms) : zeros(inputs[1]!, stride));
  }
  return concat(states.slice(-NODES), 3);
}

function zeros(x: Node, stride: number): Node {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return fill(x, [batch, height / stride, width / stride, channels], 0);
}

/** Null stands for the zeros of `none`. */
function applyOp(net: NetworkBuilder, name: string, op: DartsOp, x: Node, stride: 1 | 2): Node | null {
  if (op === 'none') return null;
  const channels = x.shape[3]!;
  const convolution = CONVOLUTIONS[op];
  if (convolution === undefined) {
    if (op === 'max_pool_3x3') return net.maxPool(x, { size: 3, stride, padding: 1 });
    if (op === 'avg_pool_3x3') return net.avgPool(x, { size: 3, stride, padding: 1 });
    return stride === 1 ? x : factorizedReduce(net, name, x, channels);
  }
  const { kernel, dilation } = convolution;
  const separable = (y: Node, first: number, step: number): Node => {
    const options = { stride: step, dilation, padding: (dilation * (kernel - 1)) / 2, groups: channels };
    const depthwise = net.conv(`${name}.op.${first}`, net.relu(y), channels, kernel, options);
    return net.batchNorm(
      `${name}.op.${first + 2}`,
      net.conv(`${name}.op.${first + 1}`, depthwise, channels, 1),
    );
  };
  const once = separable(x, 1, stride);
  return dilation === 1 ? separable(once, 5, 1) : once;
}

/** ReLU, then 1x1 convolutions of stride 2 for half of the channels each, the second seeing the pixels between. */
function factorizedReduce(net: NetworkBuilder, name: string, input: Node, out: number): Node {
  const x = net.relu(input);
  const [, height, width] = x.shape as [number, number, number];
  const shifted = slice(slice(x, 1, 1, height - 1), 2, 1, width - 1);
  const parts = [
    net.conv(`${name}.conv_1`, x, out / 2, 1, { stride: 2 }),
    net.conv(`${name}.conv_2`, shifted, out / 2, 1, { stride: 2 }),
  ];
  return net.batchNorm(`${name}.bn`, concat(parts, 3));
}
