import { expect } from 'vitest';
import type { Engine, Feed } from '../../src/engine/engine.ts';
import type { Node } from '../../src/graph/op.ts';
import type { Ball } from './ball.ts';
import { poison } from './wasm-engines.ts';

/** Runs nodes on an engine, twice and in memory full of NaN, and holds both results to their balls. */
export function expectWithin(
  engine: Engine,
  balls: ReadonlyMap<Node, Ball>,
  nodes: readonly Node[],
  feed: Feed,
): void {
  const program = engine.compile(new Map(nodes.map((node, i) => [String(i), node])));
  for (const pass of ['first run', 'second run']) {
    poison(engine);
    const results = program.run(feed);
    nodes.forEach((node, i) => {
      const { value, radius } = balls.get(node)!;
      const got = results.get(String(i))!;
      expect(got.length).toBe(value.length);
      got.forEach((x, at) => {
        const same = Object.is(x, value[at]) || Math.abs(x - value[at]!) <= radius[at]! + 1e-37;
        if (!same && Number.isFinite(radius[at]!)) {
          const what = `${pass}, ${node.op} ${node.id} [${node.shape}] at ${at}`;
          expect.fail(`${what}: ${x}, not ${value[at]} ± ${radius[at]}`);
        }
      });
    });
  }
}
