import { randomBatch } from '../../datasets/images/image-batch.ts';
import { findProxy } from '../../proxies/index.ts';
import { Quantities } from '../../proxies/quantities.ts';
import { createWasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import type { Node } from '../../src/graph/op.ts';
import { initialParameters } from '../../src/run/parameters.ts';
import { collectAlone, prepareWebAssembly } from '../../src/run/v8-flags.ts';
import { findSpace } from '../../src/spaces/index.ts';

export interface Extents {
  readonly batch: number;
  readonly channels: number;
  readonly cells: number;
  readonly size: number;
}

collectAlone();
const { relaxedSimd, wide } = prepareWebAssembly(false);
const engine = createWasmEngine({ fusedMultiplyAdd: relaxedSimd, wide });
const parameters = initialParameters(0);
const CLASSES = 10;

/** Seconds to build, plan and run an architecture's graph for these proxies, once. */
export function secondsFor(arch: string, proxies: readonly string[], extents: Extents): number {
  const { batch, size, ...skeleton } = extents;
  const space = findSpace('nasbench201');
  const images = randomBatch({ batch, size, classes: CLASSES, seed: 0 });
  const start = performance.now();
  const quantities = new Quantities(
    (net) => space.build(space.parse(arch), { ...skeleton, size, classes: CLASSES }, net),
    { batch, size, classes: CLASSES },
  );
  const outputs = new Map<string, Node>();
  for (const proxy of proxies.map(findProxy)) {
    if ('count' in proxy) continue;
    for (const [key, node] of Object.entries(proxy.build(quantities)))
      outputs.set(`${proxy.name}/${key}`, node);
  }
  engine.compile(outputs).run((node) => {
    if (node.op === 'parameter') return parameters.valueOf(quantities.parameter(node));
    return node.attrs.name === 'images' ? images.images : images.oneHot;
  });
  return (performance.now() - start) / 1000;
}
