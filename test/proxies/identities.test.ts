import { describe, expect, it } from 'vitest';
import { jacobCov } from '../../proxies/jacob-cov.ts';
import { differentiate, pushForward } from '../../src/graph/differentiate.ts';
import type { Layer } from '../../src/graph/network.ts';
import { FLOW } from '../../src/graph/network-mode.ts';
import type { Node } from '../../src/graph/op.ts';
import { agreement } from '../../src/graph/ops/agreement.ts';
import { fill } from '../../src/graph/ops/broadcast.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { ALL, CHAIN, DENSE, MIXED, norm, problemOf, scoresOf, total, valuesOf } from './problem.ts';

/** All but the shortcuts of the residual blocks and the classifier. */
const isNormalised = ({ name, kind }: Layer) => kind === 'conv' && !name.includes('downsample');

describe.each([MIXED, DENSE, CHAIN])('%s', (arch) => {
  const problem = problemOf(arch);
  const { quantities } = problem;
  const { layers } = quantities.network;

  it('does not feel the scale of a convolution that is normalised: w g = 0', () => {
    const nodes = layers.flatMap(({ weight }) => [weight, quantities.lossGradient(weight)]);
    const values = valuesOf(problem, nodes);
    let felt = 0;
    layers.forEach((layer, i) => {
      const [w, g] = [values[2 * i]!, values[2 * i + 1]!];
      const [product, size] = [total(w.map((x, j) => x * g[j]!)), norm(w) * norm(g)];
      if (isNormalised(layer)) expect(Math.abs(product)).toBeLessThanOrEqual(1e-3 * size);
      else felt = Math.max(felt, Math.abs(product) / size);
    });
    expect(felt).toBeGreaterThan(1e-2);
  });

  it("has a symmetric Hessian: w'Hg = g'Hw, and GraSP is that", () => {
    const weights = layers.map(({ weight }) => weight);
    const gradients = weights.map((weight) => quantities.lossGradient(weight));
    const along = (direction: readonly Node[]) =>
      pushForward(gradients, new Map(weights.map((weight, i) => [weight, direction[i]!])));
    const pairing = (products: readonly (Node | null)[], with_: readonly Node[]) =>
      products.flatMap((product, i) => (product ? [sum(mul(product, with_[i]!))] : []));
    const terms = [pairing(along(gradients), weights), pairing(along(weights), gradients)];
    const [left, right] = terms.map((nodes) => valuesOf(problem, nodes).reduce((acc, [x]) => acc + x!, 0));
    expect(Math.abs(left! - right!)).toBeLessThanOrEqual(1e-10 * Math.abs(left!));
    const { grasp } = scoresOf(problem, ['grasp']);
    // Of a large value the last digits are rounding: some 20 units in the last place are left to two ways of adding up.
    expect(Math.abs(grasp! + left!)).toBeLessThanOrEqual(Math.max(5e-13, 5e-15 * Math.abs(left!)));
  });

  it('has H w = -g over the normalised layers, since w g = 0 whatever the weights', () => {
    const normalised = layers.filter(isNormalised).map(({ weight }) => weight);
    const gradients = layers.map(({ weight }) => quantities.lossGradient(weight));
    const products = pushForward(gradients, new Map(normalised.map((weight) => [weight, weight])));
    const values = valuesOf(problem, [
      ...gradients,
      ...products.map((p, i) => p ?? fill(gradients[i]!, gradients[i]!.shape, 0)),
    ]);
    const whole = Math.hypot(...gradients.map((_, i) => norm(values[i]!)));
    layers.forEach((layer, i) => {
      const want = isNormalised(layer) ? values[i]!.map((x) => -x) : values[i]!.map(() => 0);
      const off = norm(values[layers.length + i]!.map((x, j) => x - want[j]!));
      expect(off).toBeLessThanOrEqual(5e-3 * whole);
    });
  });

  it('conserves the synaptic flow from cut to cut, and SynFlow is its sum by reverse mode', () => {
    const network = quantities.networkOn(quantities.ones(), FLOW);
    const gradients = differentiate(
      sum(network.logits),
      network.layers.map(({ weight }) => weight),
    );
    const bias = network.parameters.find(({ node }) => node.attrs.name === 'classifier.bias')!.node;
    const nodes = network.layers.map(({ weight }) => {
      const gradient = gradients.get(weight);
      return gradient ? sum(mul(weight, gradient)) : fill(weight, [], 0);
    });
    const [logits, offsets, ...flows] = valuesOf(problem, [network.logits, bias, ...nodes]);
    // Biases belong to the output, not to what flows through the layers.
    const through = total(logits!) - total(offsets!.map(Math.abs));
    const flowOf = (name: string) => flows[network.layers.findIndex((layer) => layer.name === name)]![0]!;
    for (const cut of [
      ['stem.0'],
      ['classifier'],
      ['cells.1.conv_a.op.1', 'cells.1.downsample.1'],
      ['cells.3.conv_b.op.1', 'cells.3.downsample.1'],
      ...(arch === CHAIN
        ? [['cells.0.layers.0.op.1'], ['cells.2.layers.2.op.1'], ['cells.4.layers.5.op.1']]
        : []),
    ]) {
      const flow = cut.reduce((acc, name) => acc + flowOf(name), 0);
      expect(Math.abs(flow - through), cut.join()).toBeLessThanOrEqual(1e-11 * through);
    }
    const whole = flows.reduce((acc, [flow]) => acc + Math.abs(flow!), 0);
    expect(scoresOf(problem, ['synflow']).synflow).toBeCloseTo(Math.log(whole), 11);
  });

  it('agrees with itself in every ReLU: the diagonal of the NASWOT kernel', () => {
    const { activations } = quantities.network;
    const units = activations.reduce((acc, { shape }) => acc + sizeOf(shape.slice(1)), 0);
    const kernels = valuesOf(
      problem,
      activations.map((x) => agreement(x)),
    );
    for (let i = 0; i < 4; i += 1) expect(kernels.reduce((acc, k) => acc + k[i * 5]!, 0)).toBe(units);
  });

  it('scores a batch alike in any order, where the definition does not look at it', () => {
    const names = ['grad_norm', 'snip', 'fisher', 'grasp', 'nwot', 'jacob_cov', 'jacob_norm', 'epe_nas'];
    const want = scoresOf(problem, names);
    const got = scoresOf(problemOf(arch, { order: [2, 0, 3, 1] }), names);
    for (const name of names) expect(Math.abs(got[name]! / want[name]! - 1), name).toBeLessThan(1e-8);
  });

  it('scores each proxy alike, asked alone or together', () => {
    const together = scoresOf(problem, ALL);
    for (const name of ALL) {
      const alone = scoresOf(problemOf(arch), [name])[name]!;
      expect(Number.isFinite(alone)).toBe(true);
      expect(Math.abs(alone - together[name]!), name).toBeLessThanOrEqual(1e-12 * Math.abs(alone));
    }
  });
});

it('gives rows that are independent the best jacob_cov there is', () => {
  const gram = Float64Array.of(4, 0, 0, 0, 9, 0, 0, 0, 0.25);
  if (!('finish' in jacobCov)) expect.fail();
  const best = jacobCov.finish({ gram }, { size: 3, classes: 10, labels: Int32Array.of(0, 1, 2) });
  expect(best).toBeCloseTo(-3 * (Math.log(1 + 1e-5) + 1 / (1 + 1e-5)), 12);
  const alike = Float64Array.of(4, 4, 0, 4, 4, 0, 0, 0, 1);
  expect(
    jacobCov.finish({ gram: alike }, { size: 3, classes: 10, labels: Int32Array.of(0, 1, 2) }),
  ).toBeLessThan(-9e4);
});
