import type { Network, NetworkBuilder } from '../../graph/network.ts';
import type { Node } from '../../graph/op.ts';
import { addAll } from '../../graph/ops/add.ts';
import { InputError } from '../../input-error.ts';
import { residualBlock } from '../nasbench201/build.ts';
import { reluConvNorm } from '../relu-conv-norm.ts';
import { checkSkeletonOf } from '../skeleton.ts';
import type { Skeleton } from '../space.ts';
import { type FeatureMap, Tally } from '../tally.ts';

/** Layers that are residual blocks of stride 2; the others are cells. */
const REDUCTIONS = [1, 3];
/** How many pixels further in those of the border reach after a cell: three 3x3 convolutions one after the other. */
const REACH = 3;

/** @throws {InputError} where no network of the space can be built on the skeleton. */
export function checkNatsSss(skeleton: Skeleton): Skeleton {
  for (const name of ['channels', 'cells'] as const) {
    if (skeleton[name] !== 1) {
      throw new InputError(
        `nats-sss skeleton: ${name} is ${skeleton[name]}, but the architecture gives the channels of each layer: leave --${name} out`,
      );
    }
  }
  return checkSkeletonOf('nats-sss', skeleton, 4);
}

/**
 * The network of these widths, with the official parameter names (xautodl `DynamicShapeTinyNet`): the first is that of
 * the stem too. A cell is the best of the topology space on CIFAR-100: 3x3 convolutions on all edges but a skip from the
 * input to the output, which is a 1x1 convolution where the width changes.
 */
export function buildNatsSss(widths: readonly number[], { classes }: Skeleton, net: NetworkBuilder): Network {
  let x = net.conv('stem.0', net.cropped(1 + REACH), widths[0]!, 3, { padding: 1 });
  x = net.cut(net.batchNorm('stem.1', x));
  for (const [layer, width] of widths.entries()) {
    if (layer === REDUCTIONS[0]) x = net.whole(x);
    const apply = REDUCTIONS.includes(layer) ? residualBlock : applyCell;
    x = net.cut(apply(net, `cells.${layer}`, x, width));
  }
  x = net.relu(net.batchNorm('lastact.0', x));
  return net.finish(net.linear('classifier', net.globalAvgPool(x), classes));
}

function applyCell(net: NetworkBuilder, name: string, input: Node, width: number): Node {
  const conv = (edge: number, x: Node) => reluConvNorm(net, `${name}.layers.${edge}.op`, x, width, 3, 1);
  const first = conv(0, input);
  const second = addAll([conv(1, input), conv(2, first)]);
  return addAll([skip(net, `${name}.layers.3`, input, width), conv(4, first), conv(5, second)]);
}

function skip(net: NetworkBuilder, name: string, x: Node, width: number): Node {
  if (x.shape[3] === width) return x;
  return net.batchNorm(`${name}.bn`, net.conv(`${name}.conv`, x, width, 1));
}

/** What such a network costs for one image. */
export function tallyNatsSss(widths: readonly number[], { size, classes }: Skeleton) {
  const tally = new Tally();
  const conv = (x: FeatureMap, width: number, stride = 1) =>
    tally.reluConvNorm(x, width, { kernel: 3, stride });
  let x = tally.norm(tally.conv({ channels: 3, size }, widths[0]!, { kernel: 3 }));
  for (const [layer, width] of widths.entries()) {
    if (REDUCTIONS.includes(layer)) {
      tally.conv(tally.pool(x, 2, 2), width, { kernel: 1 });
      x = conv(conv(x, width, 2), width);
    } else {
      if (x.channels !== width) tally.norm(tally.conv(x, width, { kernel: 1 }));
      conv(x, width);
      const y = conv(x, width);
      for (let edge = 0; edge < 3; edge += 1) conv(y, width);
      x = y;
    }
  }
  tally.head(tally.relu(tally.norm(x)), classes);
  return tally.counts;
}
