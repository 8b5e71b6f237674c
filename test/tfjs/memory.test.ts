import { describe, expect, it } from 'vitest';
import { installedBindings } from '../../src/engine/tfjs/bindings.ts';
import { openTfjsEngine } from '../../src/engine/tfjs/tfjs-engine.ts';
import { GraphError } from '../../src/graph/shape.ts';
import { MIXED, problemOf, valuesOf } from '../proxies/problem.ts';

/** `NASPROBE_RUNS=10000` for the full count, which takes minutes. */
const RUNS = Number(process.env.NASPROBE_RUNS ?? 200);

const own = ['wasm', 'cpu'];
const candidates = installedBindings()
  .map(({ binding }) => binding)
  .filter(({ backend }) => own.includes(backend));

describe.each(candidates)('tfjs, $module', (binding) => {
  it(`holds no tensor, and no more memory, after ${RUNS} runs`, async () => {
    const engine = await openTfjsEngine([binding]);
    const tf = await binding.load();
    const problem = problemOf(MIXED, { batch: 2 });
    const nodes = [problem.quantities.network.logits];
    const run = () => valuesOf(problem, nodes, engine);
    const want = run();
    const before = tf.memory();
    for (let i = 0; i < 20; i += 1) run();
    const rss = process.memoryUsage().rss;
    for (let i = 0; i < RUNS; i += 1) expect(run()).toEqual(want);
    expect(tf.memory()).toEqual(before);
    expect((process.memoryUsage().rss - rss) / 2 ** 20).toBeLessThan(200);
  });

  it('holds no tensor after a run that failed', async () => {
    const engine = await openTfjsEngine([binding]);
    const tf = await binding.load();
    const problem = problemOf(MIXED, { batch: 2 });
    const before = tf.memory().numTensors;
    const short = { ...problem, feed: () => new Float32Array(3) };
    expect(() => valuesOf(short, [problem.quantities.network.logits], engine)).toThrow(GraphError);
    expect(tf.memory().numTensors).toBe(before);
  });
});
