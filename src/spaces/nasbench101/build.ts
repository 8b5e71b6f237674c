import type { Network, NetworkBuilder } from '../../graph/network.ts';
import type { Node } from '../../graph/op.ts';
import { add, addAll } from '../../graph/ops/add.ts';
import { concat } from '../../graph/ops/concat.ts';
import { slice } from '../../graph/ops/slice.ts';
import { InputError } from '../../input-error.ts';
import type { CellGraph } from '../cell.ts';
import { checkSkeletonOf } from '../skeleton.ts';
import type { Skeleton } from '../space.ts';
import { type FeatureMap, Tally } from '../tally.ts';
import { vertexChannels } from './channels.ts';
import { hasEdge, MOST_VERTICES, sourcesOf } from './module.ts';

const STACKS = 3;
const POOL = 2;
/** Each operation: the kernel of its convolution, and how the checkpoint names it. */
const CONVOLUTIONS = [
  { kernel: 3, name: 'conv3x3' },
  { kernel: 1, name: 'conv1x1' },
];

/** @throws {InputError} where no network of the space can be built on the skeleton. */
export function checkNasbench101(skeleton: Skeleton): Skeleton {
  if (skeleton.channels < MOST_VERTICES - 2) {
    throw new InputError(
      `nasbench101 skeleton: channels is ${skeleton.channels}, give at least ${MOST_VERTICES - 2} (as many vertices may share them)`,
    );
  }
  return checkSkeletonOf('nasbench101', skeleton, 2 ** (STACKS - 1));
}

/**
 * The network of a pruned module, with the parameter names of the PyTorch port (NASBench-PyTorch): stem, three stacks of
 * `skeleton.cells` modules, between them a 2x2 pooling and twice the channels, average pool, linear.
 */
export function buildNasbench101(module: CellGraph, skeleton: Skeleton, net: NetworkBuilder): Network {
  let { channels } = skeleton;
  let layer = 0;
  let x = net.cut(convNormRelu(net, 'layers.0', net.images, channels, 3));
  for (let stack = 0; stack < STACKS; stack += 1) {
    if (stack > 0) {
      channels *= 2;
      layer += 1;
      x = net.maxPool(x, { size: POOL, stride: POOL });
    }
    for (let i = 0; i < skeleton.cells; i += 1) {
      layer += 1;
      x = net.cut(applyModule(net, `layers.${layer}`, module, x, channels));
    }
  }
  return net.finish(net.linear('classifier', net.globalAvgPool(x), skeleton.classes));
}

function applyModule(net: NetworkBuilder, name: string, module: CellGraph, input: Node, out: number): Node {
  const last = module.operations.length - 1;
  const channels = vertexChannels(module, input.shape[3]!, out);
  const projected = (vertex: number) =>
    convNormRelu(net, `${name}.input_op.${vertex}`, input, channels[vertex]!, 1);
  const tensors = [input];
  for (let vertex = 1; vertex < last; vertex += 1) {
    const terms = sourcesOf(module, vertex)
      .filter((source) => source > 0)
      .map((source) => slice(tensors[source]!, 3, 0, channels[vertex]!));
    if (hasEdge(module, 0, vertex)) terms.push(projected(vertex));
    const convolution = CONVOLUTIONS[module.operations[vertex]!];
    const sum = addAll(terms);
    tensors.push(
      convolution === undefined
        ? net.maxPool(sum, { size: 3, stride: 1, padding: 1 })
        : convNormRelu(
            net,
            `${name}.vertex_op.${vertex}.${convolution.name}`,
            sum,
            channels[vertex]!,
            convolution.kernel,
          ),
    );
  }
  const parts = sourcesOf(module, last).filter((source) => source > 0);
  if (parts.length === 0) return projected(last);
  const joined = concat(
    parts.map((source) => tensors[source]!),
    3,
  );
  return hasEdge(module, 0, last) ? add(joined, projected(last)) : joined;
}

function convNormRelu(net: NetworkBuilder, name: string, x: Node, out: number, kernel: number): Node {
  const y = net.conv(`${name}.conv_bn_relu.0`, x, out, kernel, { padding: (kernel - 1) / 2 });
  return net.relu(net.batchNorm(`${name}.conv_bn_relu.1`, y));
}

/** What such a network costs for one image. */
export function tallyNasbench101(module: CellGraph, { channels, cells, size, classes }: Skeleton) {
  const tally = new Tally();
  const conv = (x: FeatureMap, out: number, kernel: number) =>
    tally.relu(tally.norm(tally.conv(x, out, { kernel })));
  let x = conv({ channels: 3, size }, channels, 3);
  for (let stack = 0; stack < STACKS; stack += 1) {
    const out = channels * 2 ** stack;
    if (stack > 0) x = tally.pool(x, POOL, POOL);
    for (let i = 0; i < cells; i += 1) {
      const widths = vertexChannels(module, x.channels, out);
      for (const [source, target] of module.edges) if (source === 0) conv(x, widths[target]!, 1);
      for (const [vertex, label] of module.operations.entries()) {
        if (label < 0) continue;
        const y = { channels: widths[vertex]!, size: x.size };
        const convolution = CONVOLUTIONS[label];
        if (convolution === undefined) tally.pool(y, 3, 1);
        else conv(y, y.channels, convolution.kernel);
      }
      x = { channels: out, size: x.size };
    }
  }
  tally.head(x, classes);
  return tally.counts;
}
