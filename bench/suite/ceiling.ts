import { createWasmEngine } from '../../build/src/engine/wasm/wasm-engine.js';
import { macsOf } from '../../build/src/graph/cost.js';
import { ancestors, Graph } from '../../build/src/graph/graph.js';
import { conv2d } from '../../build/src/graph/ops/conv2d.js';
import { relu } from '../../build/src/graph/ops/relu.js';
import { sum } from '../../build/src/graph/ops/sum.js';
import { prepareWebAssembly } from '../../build/src/run/v8-flags.js';

/**
 * GFLOP/s of a plain chain of 3 x 3 convolutions on one thread, by whatever form the engine gives them: the best over the stages'
 * shapes and five runs.
 */
export function ceilingOf(): number {
  const { relaxedSimd, wide } = prepareWebAssembly(false);
  const engine = createWasmEngine({ fusedMultiplyAdd: relaxedSimd, wide });
  let best = 0;
  for (const [channels, size] of [
    [16, 32],
    [32, 16],
    [64, 8],
  ] as const) {
    const graph = new Graph();
    let x = graph.input('x', [64, size, size, channels]) as ReturnType<typeof conv2d>;
    for (let i = 0; i < 6; i += 1) {
      const weight = graph.parameter(`w${i}`, [3, 3, channels, channels]);
      x = conv2d(relu(x), weight, { padding: 1 });
    }
    const output = sum(relu(x));
    const program = engine.compile(new Map([['sum', output]]));
    const flops = ancestors([output]).reduce((total, node) => total + 2 * macsOf(node), 0);
    const feed = (node: { shape: readonly number[] }) =>
      new Float32Array(node.shape.reduce((size, extent) => size * extent, 1)).fill(0.01);
    for (let run = 0; run < 5; run += 1) {
      const start = performance.now();
      program.run(feed);
      best = Math.max(best, flops / (performance.now() - start) / 1e6);
    }
  }
  return best;
}
