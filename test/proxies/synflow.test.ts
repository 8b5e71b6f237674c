import { expect, it } from 'vitest';
import type { ProxyDefinition } from '../../proxies/proxy.ts';
import { type NetworkPlan, Quantities } from '../../proxies/quantities.ts';
import { synflow } from '../../proxies/synflow.ts';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import type { NetworkBuilder } from '../../src/graph/network.ts';
import { FLOW } from '../../src/graph/network-mode.ts';
import type { Node, Padding } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { add, addAll } from '../../src/graph/ops/add.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { convAttrs, poolAttrs } from '../../src/graph/ops/window.ts';
import { initialParameters } from '../../src/run/parameters.ts';

/**
 * Paths of different lengths, one padded at the top and left, the other at the bottom and right, so that a value and its
 * derivative are not largest at the same places.
 */
function trunk(net: NetworkBuilder): Node {
  const conv = (name: string, x: Node, padding: Padding) =>
    net.convolution({ weight: `${name}.weight` }, x, 6, [3, 3], { ...convAttrs({}), padding });
  const x = net.cut(conv('stem', net.images, [1, 1, 1, 1]));
  let y = x;
  for (const name of ['a', 'b', 'c']) y = conv(name, y, [0, 0, 2, 2]);
  return net.cut(add(conv('d', x, [2, 2, 0, 0]), y));
}

const head = (net: NetworkBuilder, x: Node) => net.finish(net.linear('head', net.globalAvgPool(x), 3));

const POOL = { size: 4, stride: 4 };

const NETWORKS: Record<string, NetworkPlan> = {
  'layers, sums and average pools': (net) => head(net, net.avgPool(trunk(net), POOL)),
  'a max pool': (net) => head(net, net.conv('e', net.maxPool(trunk(net), POOL), 4, 1)),
  'a max pool that a file brings along': (net) =>
    head(net, net.conv('e', net.graph.make('maxPool', [trunk(net)], poolAttrs(POOL)), 4, 1)),
  'pixels as rows': (net) => {
    const x = trunk(net);
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const rows = net.dense(
      { weight: 'rows.weight' },
      reshape(x, [batch * height * width, channels]),
      5,
      true,
    );
    return head(net, reshape(rows, [batch, height, width, 5]));
  },
};

it.each(Object.keys(NETWORKS))('is the sum of |w dR/dw| by reverse mode: %s', (name) => {
  const quantities = new Quantities(NETWORKS[name]!, { batch: 1, size: 8, classes: 3 });
  const network = quantities.networkOn(quantities.ones(), FLOW);
  const weights = network.layers.map(({ weight }) => weight);
  const gradients = differentiate(sum(network.logits), weights);
  const total = addAll(weights.map((weight) => sum(abs(mul(weight, gradients.get(weight)!)))));
  const measure = synflow as Extract<ProxyDefinition, { readonly build: unknown }>;
  const outputs = new Map<string, Node>([
    ...Object.entries(measure.build(quantities)),
    ['by definition', total],
  ]);
  const parameters = initialParameters(3);
  const values = referenceEngine
    .compile(outputs)
    .run((node) => parameters.valueOf(quantities.parameter(node as Node<'parameter'>)));
  const { 'by definition': definition, ...own } = Object.fromEntries(values);
  const score = measure.finish(own, { size: 1, classes: 3, labels: Int32Array.of(0) });
  expect(score).toBeCloseTo(Math.log(definition![0]!), 11);
});
