import { describe, expect, it } from 'vitest';
import { pushForward } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { type Network, NetworkBuilder } from '../../src/graph/network.ts';
import { FLOW } from '../../src/graph/network-mode.ts';
import type { Node } from '../../src/graph/op.ts';
import { add } from '../../src/graph/ops/add.ts';
import { pad } from '../../src/graph/ops/pad.ts';
import { convAttrs } from '../../src/graph/ops/window.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals } from './recipe.ts';

/** Layers of all kinds, with a bias and without, paths of different lengths, a pool, a norm that is left out. */
function build(net: NetworkBuilder): Network {
  const biased = { weight: 'a.weight', bias: 'a.bias' };
  let x = net.convolution(biased, net.images, 6, [3, 3], convAttrs({ padding: 1 }));
  x = net.cut(net.relu(net.batchNorm('norm', x)));
  x = add(x, net.conv('b', net.avgPool(x, { size: 3, stride: 1, padding: 1 }), 6, 3, { padding: 1 }));
  x = add(x, net.conv('c', net.conv('d', x, 6, 1), 6, 3, { padding: 1, groups: 2 }));
  x = net.dense({ weight: 'pixels.weight', bias: 'pixels.bias' }, net.cut(x), 4, true);
  const rows = net.dense({ weight: 'rows.weight' }, net.globalAvgPool(x), 5, false);
  return net.finish(net.linear('head', rows, 3));
}

/** The parameters' numbers by name; biases large enough that a derivative along them would show. */
const valuesOf = ({ parameters }: Network): Record<string, Float64Array> =>
  Object.fromEntries(
    parameters.map(({ node }, i) => [
      node.attrs.name,
      normals(node.attrs.name, i, sizeOf(node.shape)).map(Math.abs),
    ]),
  );

describe.each([false, true])('a dual network, divided by its sums: %s', (rescale) => {
  it('moves as forward mode along the weights says, and has the same logits', () => {
    const graph = new Graph();
    const image = graph.input('image', [1, 6, 6, 3]);
    const mode = { ...FLOW, rescale };
    const plain = build(new NetworkBuilder(image, mode));
    const seeds = new Map<Node, Node>(plain.layers.map(({ weight }) => [weight, weight]));
    const [derivative] = pushForward([plain.logits], seeds);
    const dual = build(new NetworkBuilder(pad(image, 0, 0, 1), { ...mode, dual: true }));
    const values = { ...valuesOf(plain), image: normals('image', 9, 108).map(Math.abs) };
    const nodes = [plain.logits, derivative!, dual.logits, dual.tangent!];
    const scales = [...plain.scales, ...dual.scales];
    const [logits, tangent, both, dualTangent, ...divisors] = evaluate([...nodes, ...scales], values);
    /** What was divided away, of which the dual network divides by other sums: those of both images. */
    const scale = (of: readonly Float64Array[]) => of.reduce((total, [value]) => total * value!, 1);
    const plainScale = scale(divisors.slice(0, plain.scales.length));
    const dualScale = scale(divisors.slice(plain.scales.length));
    expect(plain.scales).toHaveLength(rescale ? 2 : 0);
    logits!.forEach((logit, i) => {
      const whole = logit * plainScale;
      expect((both![i]! * dualScale) / whole).toBeCloseTo(1, 12);
      const moves = tangent![i]! * plainScale;
      expect((dualTangent![i]! * dualScale) / moves).toBeCloseTo(1, 12);
      // Biases do not move with the weights: the second image of the logits has none.
      expect((both![logits!.length + i]! * dualScale) / moves).toBeCloseTo(1, 12);
      expect(moves).toBeGreaterThan(whole);
    });
  });
});

it('has a tangent only where it is dual', () => {
  const image = new Graph().input('image', [2, 6, 6, 3]);
  expect(build(new NetworkBuilder(image, FLOW)).tangent).toBeNull();
  expect(build(new NetworkBuilder(image, { ...FLOW, dual: true })).tangent!.shape).toEqual([1, 3]);
});
