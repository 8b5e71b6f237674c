import fc from 'fast-check';
import { differentiate, pushForward } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { NetworkBuilder } from '../../src/graph/network.ts';
import { TRAINING } from '../../src/graph/network-mode.ts';
import type { Node } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { add, addAll } from '../../src/graph/ops/add.ts';
import { broadcast } from '../../src/graph/ops/broadcast.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { cumsum } from '../../src/graph/ops/cumsum.ts';
import { detach } from '../../src/graph/ops/detach.ts';
import { erf } from '../../src/graph/ops/erf.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { crossEntropy } from '../../src/graph/ops/log-softmax.ts';
import { maxPool } from '../../src/graph/ops/max-pool.ts';
import { mul, square } from '../../src/graph/ops/mul.ts';
import { pad } from '../../src/graph/ops/pad.ts';
import { reciprocal } from '../../src/graph/ops/reciprocal.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { negate, scale } from '../../src/graph/ops/scale.ts';
import { shift } from '../../src/graph/ops/shift.ts';
import { sigmoid } from '../../src/graph/ops/sigmoid.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { sqrt } from '../../src/graph/ops/sqrt.ts';
import { stretch } from '../../src/graph/ops/stretch.ts';
import { leadingAxes, mean, sum } from '../../src/graph/ops/sum.ts';
import { transpose } from '../../src/graph/ops/transpose.ts';
import { sameShape, sizeOf } from '../../src/graph/shape.ts';

/** One step: what is done, to which of the tensors so far, with numbers to choose by. */
export interface Layer {
  readonly kind: keyof typeof LAYERS;
  readonly from: number;
  readonly with: number;
  readonly a: number;
  readonly b: number;
}

export interface Plan {
  readonly batch: number;
  readonly size: number;
  readonly channels: number;
  readonly layers: readonly Layer[];
  readonly seed: number;
}

interface Site {
  readonly net: NetworkBuilder;
  readonly name: string;
  /** Another tensor of the graph. */
  readonly other: Node;
  readonly a: number;
  readonly b: number;
}

const fits = (x: Node, other: Node): Node =>
  sameShape(x.shape, other.shape) ? other : mean(x, leadingAxes(x));

/** Steps from images to images: what networks are made of, and what differentiating them leaves behind. */
const LAYERS = {
  conv: (x: Node, { net, name, a, b }: Site) =>
    net.conv(name, x, 1 + b, 1 + (a % 3), { padding: a % 3, stride: 1 + (b % 2) }),
  same: (x: Node, { net, name, a }: Site) =>
    net.conv(name, x, x.shape[3]!, 3, { padding: 1, dilation: 1, groups: a % 2 ? x.shape[3]! : 1 }),
  norm: (x: Node, { net, name }: Site) => net.batchNorm(name, x),
  relu: (x: Node, { net }: Site) => net.relu(x),
  add: (x: Node, { other }: Site) => add(x, fits(x, other)),
  mul: (x: Node, { other }: Site) => scale(mul(x, fits(x, other)), 0.5),
  vector: (x: Node, { net, name }: Site) => mul(x, net.graph.parameter(name, [x.shape[3]!])),
  smooth: (x: Node) => mul(x, reciprocal(sqrt(shift(square(x), 1)))),
  bend: (x: Node, { a }: Site) => scale(abs(shift(x, a / 4)), -0.7),
  bell: (x: Node) => exp(negate(square(scale(x, 0.5)))),
  gelu: (x: Node) => scale(mul(x, shift(erf(scale(x, Math.SQRT1_2)), 1)), 0.5),
  swish: (x: Node) => mul(x, sigmoid(x)),
  centre: (x: Node) => add(x, negate(broadcast(mean(x, [1, 2]), x.shape, [1, 2]))),
  gate: (x: Node) => mul(x, broadcast(mean(x, [3]), x.shape, [3])),
  avgPool: (x: Node, { net, a }: Site) =>
    net.avgPool(
      x,
      a % 2 || Math.min(x.shape[1]!, x.shape[2]!) < 2
        ? { size: 3, stride: 1, padding: 1 }
        : { size: 2, stride: 2 },
    ),
  maxPool: (x: Node, { a }: Site) => maxPool(x, { size: 2 + (a % 2), stride: 1 + (a % 2), padding: 1 }),
  concat: (x: Node, { other, a }: Site) =>
    concat([x, sameShape(x.shape, other.shape) ? other : negate(x)], a % 4),
  slice: (x: Node, { a, b }: Site) => {
    const [axis, extent] = [a % 4, x.shape[a % 4]!];
    return slice(x, axis, b % extent, 1 + ((a + b) % (extent - (b % extent))));
  },
  pad: (x: Node, { a, b }: Site) => pad(x, 1 + (a % 3), b % 2, 1),
  stretch: (x: Node, { a, b }: Site) => stretch(x, [x.shape[1]! + (a % 3), x.shape[2]! + (b % 3)]),
  turn: (x: Node, { a }: Site) => transpose(x, a % 2 ? [0, 2, 1, 3] : [0, 3, 1, 2]),
  fold: (x: Node) => reshape(x, [x.shape[0]!, x.shape[2]!, x.shape[3]!, x.shape[1]!]),
  cumsum: (x: Node) => cumsum(x),
  detach: (x: Node) => detach(x),
  detachFold: (x: Node) => detach(reshape(x, [x.shape[0]!, x.shape[2]!, x.shape[1]!, x.shape[3]!])),
} satisfies Record<string, (x: Node, site: Site) => Node>;

const small = fc.nat(7);

export const plans: fc.Arbitrary<Plan> = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 2, max: 7 }),
  channels: fc.integer({ min: 1, max: 9 }),
  layers: fc.array(
    fc.record({
      kind: fc.constantFrom(...(Object.keys(LAYERS) as (keyof typeof LAYERS)[])),
      from: small,
      with: small,
      a: small,
      b: small,
    }),
    { minLength: 1, maxLength: 7 },
  ),
  seed: fc.nat(1e6),
});

/** Most elements of a tensor that grows: keeps the bounds' evaluation short. */
const MOST = 3000;

/** The tensors of a plan with a loss, its gradients and the Hessian's product with a direction. */
export function buildPlan({ batch, size, channels, layers }: Plan): Node[] {
  const graph = new Graph();
  const images = graph.input('images', [batch, size, size, channels]);
  const net = new NetworkBuilder(images, TRAINING);
  const tensors: Node[] = [images];
  layers.forEach(({ kind, from, with: other, a, b }, i) => {
    // Mostly the latest, so that graphs grow deep.
    const x = tensors.at(-1 - (from < 5 ? 0 : from % tensors.length))!;
    const layer: (x: Node, site: Site) => Node = LAYERS[kind];
    const y = layer(x, { net, name: `layer${i}`, other: tensors[other % tensors.length]!, a, b });
    if (sizeOf(y.shape) <= MOST) tensors.push(y);
  });
  const last = tensors.at(-1)!;
  const logits = net.linear('head', mean(last, [1, 2]), 3);
  const loss = add(
    crossEntropy(logits, graph.input('labels', [last.shape[0]!, 3])),
    addAll(tensors.slice(1).map((x) => mean(square(x)))),
  );
  const leaves = [...net.finish(logits).parameters.map(({ node }) => node), images];
  const gradients = differentiate(loss, leaves);
  const reached = leaves.flatMap((leaf) => gradients.get(leaf) ?? []);
  const seeds = new Map<Node, Node>(leaves.map((leaf) => [leaf, leaf]));
  const products = pushForward(reached, seeds).flatMap((product) => product ?? []);
  return [loss, last, sum(last, [0, 2]), ...reached, ...products];
}
