import type { Network, NetworkBuilder } from '../../graph/network.ts';
import type { Node } from '../../graph/op.ts';
import { add, addAll } from '../../graph/ops/add.ts';
import { fill } from '../../graph/ops/broadcast.ts';
import { concat } from '../../graph/ops/concat.ts';
import { pad } from '../../graph/ops/pad.ts';
import { slice } from '../../graph/ops/slice.ts';
import { reluConvNorm } from '../relu-conv-norm.ts';
import { checkSkeletonOf } from '../skeleton.ts';
import type { Skeleton } from '../space.ts';

/** What a module does to the channels and to the height and width, by its digit in the macro code. */
export const MODULES: Readonly<Record<number, { readonly widens: boolean; readonly stride: 1 | 2 }>> = {
  1: { widens: false, stride: 1 },
  2: { widens: true, stride: 1 },
  3: { widens: false, stride: 2 },
  4: { widens: true, stride: 2 },
};

/** Lays one cell of a module down. */
export type CellBuilder = (net: NetworkBuilder, name: string, x: Node, out: number, stride: 1 | 2) => Node;

/** @throws {InputError} where no network of the space with this id can be built on the skeleton. */
export const checkTransnas = (id: string, skeleton: Skeleton): Skeleton => checkSkeletonOf(id, skeleton, 1);

/** Channels of the stem's first convolution. */
export const stemChannels = ({ channels }: Skeleton): number => Math.max(1, Math.floor(channels / 2));

/**
 * The network of these modules, with the parameter names of the official `MacroNet` (structure `full`): a stem that
 * halves the images twice, modules of `skeleton.cells` cells, average pool, linear layer.
 */
export function buildTransnas(
  modules: readonly number[],
  cell: CellBuilder,
  skeleton: Skeleton,
  net: NetworkBuilder,
): Network {
  let { channels } = skeleton;
  const first = net.conv('stem.0', net.images, stemChannels(skeleton), 3, { stride: 2, padding: 1 });
  let x = net.cut(reluConvNorm(net, 'stem.2.ops', net.batchNorm('stem.1', first), channels, 3, 2));
  for (const [at, module] of modules.entries()) {
    const { widens, stride } = MODULES[module]!;
    if (widens) channels *= 2;
    for (let i = 0; i < skeleton.cells; i += 1) {
      x = net.cut(cell(net, `layer${at}.${i}`, x, channels, i === 0 ? stride : 1));
    }
  }
  return net.finish(net.linear('head', net.globalAvgPool(x), skeleton.classes));
}

/** A residual block without a last ReLU; on the shortcut a 1x1 convolution where the shape changes. */
export const basicBlock: CellBuilder = (net, name, x, out, stride) => {
  const main = reluConvNorm(net, `${name}.conv_a.ops`, x, out, 3, stride);
  const residual = reluConvNorm(net, `${name}.conv_b.ops`, main, out, 3, 1);
  if (stride === 1 && x.shape[3] === out) return add(x, residual);
  const shortcut = net.conv(`${name}.downsample.0`, x, out, 1, { stride });
  return add(net.batchNorm(`${name}.downsample.1`, shortcut), residual);
};

/** The cell of six operations, node by node: 0 none, 1 skip, 2 and 3 ReLU, 1x1 or 3x3 convolution, batch norm. */
export function microCell(ops: readonly number[]): CellBuilder {
  return (net, name, input, out, stride) => {
    const nodes = [input];
    let edge = 0;
    for (let target = 1; target <= 3; target += 1) {
      const terms: Node[] = [];
      for (const [source, x] of nodes.slice(0, target).entries()) {
        const term = applyOp(net, `${name}.edges.${edge}`, ops[edge]!, x, out, source === 0 ? stride : 1);
        if (term !== null) terms.push(term);
        edge += 1;
      }
      nodes.push(terms.length > 0 ? addAll(terms) : zeros(input, out, stride));
    }
    return nodes[3]!;
  };
}

/** Null stands for the zeros of `none`. */
function applyOp(
  net: NetworkBuilder,
  name: string,
  op: number,
  x: Node,
  out: number,
  stride: 1 | 2,
): Node | null {
  if (op === 0) return null;
  if (op > 1) return reluConvNorm(net, `${name}.ops`, x, out, op === 2 ? 1 : 3, stride);
  return stride === 1 && x.shape[3] === out ? x : factorizedReduce(net, name, x, out);
}

function zeros(x: Node, out: number, stride: number): Node {
  const [batch, height, width] = x.shape as [number, number, number];
  return fill(x, [batch, Math.ceil(height / stride), Math.ceil(width / stride), out], 0);
}

/** ReLU, then 1x1 convolutions of stride 2 for half of the channels each, the second seeing the pixels between. */
function factorizedReduce(net: NetworkBuilder, name: string, input: Node, out: number): Node {
  const x = net.relu(input);
  const half = Math.floor(out / 2);
  const [, height, width] = x.shape as [number, number, number];
  const shifted = slice(slice(pad(pad(x, 1, 0, 1), 2, 0, 1), 1, 1, height), 2, 1, width);
  const parts = [
    net.conv(`${name}.convs.0`, x, half, 1, { stride: 2 }),
    net.conv(`${name}.convs.1`, shifted, out - half, 1, { stride: 2 }),
  ];
  return net.batchNorm(`${name}.bn`, concat(parts, 3));
}
