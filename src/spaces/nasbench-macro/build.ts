import type { Network, NetworkBuilder } from '../../graph/network.ts';
import type { Node } from '../../graph/op.ts';
import { add } from '../../graph/ops/add.ts';
import { InputError } from '../../input-error.ts';
import { checkSkeletonOf } from '../skeleton.ts';
import type { Skeleton } from '../space.ts';
import { type FeatureMap, Tally } from '../tally.ts';

/** Layers of each stage. The first of a stage halves the height and width and doubles the channels. */
export const STAGES = [2, 3, 3];

/** What a layer may be. An inverted residual block widens by `expansion` and has a depthwise kernel. */
export const BLOCKS = [
  { name: 'id', expansion: 0, kernel: 1 },
  { name: 'ir_3x3_t3', expansion: 3, kernel: 3 },
  { name: 'ir_5x5_t6', expansion: 6, kernel: 5 },
] as const;

type Block = (typeof BLOCKS)[number];

/** Channels of the last 1x1 convolution. */
const FEATURES = 1280;

interface Layer {
  readonly block: Block;
  readonly out: number;
  readonly stride: number;
}

/** @throws {InputError} where no network of the space can be built on the skeleton. */
export function checkNasbenchMacro(skeleton: Skeleton): Skeleton {
  if (skeleton.cells !== 1) {
    throw new InputError(
      `nasbench-macro skeleton: cells is ${skeleton.cells}, but the space fixes its layers: leave --cells out`,
    );
  }
  return checkSkeletonOf('nasbench-macro', skeleton, 8);
}

/** The network of these layers, with the parameter names of the official `Network`. */
export function buildNasbenchMacro(
  digits: readonly number[],
  skeleton: Skeleton,
  net: NetworkBuilder,
): Network {
  let x = net.conv('stem.0', net.images, skeleton.channels, 3, { padding: 1 });
  x = net.cut(net.relu(net.batchNorm('stem.1', x)));
  for (const [at, layer] of layersOf(digits, skeleton.channels).entries()) {
    x = net.cut(applyLayer(net, `features.${at}`, x, layer));
  }
  x = net.cut(net.relu(net.batchNorm('out.1', net.conv('out.0', x, FEATURES, 1))));
  return net.finish(net.linear('classifier', net.globalAvgPool(x), skeleton.classes));
}

function layersOf(digits: readonly number[], channels: number): Layer[] {
  let at = 0;
  return STAGES.flatMap((layers, stage) => {
    at += layers;
    return digits.slice(at - layers, at).map((digit, place) => ({
      block: BLOCKS[digit]!,
      out: channels * 2 ** (stage + 1),
      stride: place === 0 ? 2 : 1,
    }));
  });
}

function applyLayer(net: NetworkBuilder, name: string, x: Node, { block, out, stride }: Layer): Node {
  const changes = stride !== 1 || x.shape[3] !== out;
  if (block.expansion === 0) {
    if (!changes) return x;
    return net.batchNorm(`${name}.downsample.1`, net.conv(`${name}.downsample.0`, x, out, 1, { stride }));
  }
  const { kernel, expansion } = block;
  const hidden = x.shape[3]! * expansion;
  let y = net.relu(net.batchNorm(`${name}.conv.1`, net.conv(`${name}.conv.0`, x, hidden, 1)));
  const depthwise = { stride, padding: (kernel - 1) / 2, groups: hidden };
  y = net.relu(net.batchNorm(`${name}.conv.4`, net.conv(`${name}.conv.3`, y, hidden, kernel, depthwise)));
  y = net.batchNorm(`${name}.conv.7`, net.conv(`${name}.conv.6`, y, out, 1));
  return changes ? y : add(y, x);
}

/** What such a network costs for one image. */
export function tallyNasbenchMacro(digits: readonly number[], { channels, size, classes }: Skeleton) {
  const tally = new Tally();
  let x: FeatureMap = tally.relu(tally.norm(tally.conv({ channels: 3, size }, channels, { kernel: 3 })));
  for (const { block, out, stride } of layersOf(digits, channels)) {
    const { kernel, expansion } = block;
    if (expansion === 0) {
      if (stride !== 1 || x.channels !== out) x = tally.norm(tally.conv(x, out, { kernel: 1, stride }));
    } else {
      const hidden = x.channels * expansion;
      let y = tally.relu(tally.norm(tally.conv(x, hidden, { kernel: 1 })));
      y = tally.relu(tally.norm(tally.conv(y, hidden, { kernel, stride, depthwise: true })));
      x = tally.norm(tally.conv(y, out, { kernel: 1 }));
    }
  }
  tally.head(tally.relu(tally.norm(tally.conv(x, FEATURES, { kernel: 1 }))), classes);
  return tally.counts;
}
