import { findProxy } from '../../build/proxies/index.js';
import { Quantities } from '../../build/proxies/quantities.js';
import { createWasmEngine } from '../../build/src/engine/wasm/wasm-engine.js';
import { macsOf } from '../../build/src/graph/cost.js';
import { ancestors } from '../../build/src/graph/graph.js';
import type { Node } from '../../build/src/graph/op.js';
import { prepareWebAssembly } from '../../build/src/run/v8-flags.js';
import { findSpace } from '../../build/src/spaces/index.js';

/** What the scores ask for, means over the architectures. */
export interface Demand {
  /** Of the linear operations of their common graph, however an engine computes them. */
  readonly gigaflops: number;
  /** Seconds that building and planning the graph take, the second time. */
  readonly planning: number;
}

export function demandOf(archs: readonly string[], proxies: readonly string[]): Demand {
  const space = findSpace('nasbench201');
  const { relaxedSimd, wide } = prepareWebAssembly(false);
  const engine = createWasmEngine({ fusedMultiplyAdd: relaxedSimd, wide });
  const shape = { batch: 64, size: space.defaults.size, classes: space.defaults.classes };
  const outputsOf = (arch: string) => {
    const quantities = new Quantities((net) => space.build(arch, space.defaults, net), shape);
    const outputs = new Map<string, Node>();
    for (const proxy of proxies.map(findProxy)) {
      if ('count' in proxy) proxy.count(quantities.network);
      else
        for (const [key, node] of Object.entries(proxy.build(quantities)))
          outputs.set(`${proxy.name}/${key}`, node);
    }
    return outputs;
  };
  let [flops, planning] = [0, 0];
  for (let round = 0; round < 2; round += 1) {
    [flops, planning] = [0, 0];
    for (const arch of archs) {
      const start = performance.now();
      const outputs = outputsOf(arch);
      if (outputs.size > 0) engine.compile(outputs);
      planning += performance.now() - start;
      for (const node of ancestors([...outputs.values()])) flops += 2 * macsOf(node);
    }
  }
  return { gigaflops: flops / 1e9 / archs.length, planning: planning / 1000 / archs.length };
}
