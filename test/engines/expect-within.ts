import { expect } from 'vitest';
import type { AsyncEngine, Engine, Feed } from '../../src/engine/engine.ts';
import type { Node } from '../../src/graph/op.ts';
import type { Ball } from '../engine/ball.ts';

/** Runs nodes and holds each number to its ball. */
export async function expectWithin(
  engine: Engine | AsyncEngine,
  balls: ReadonlyMap<Node, Ball>,
  nodes: readonly Node[],
  feed: Feed,
): Promise<void> {
  const program = engine.compile(new Map(nodes.map((node, i) => [String(i), node])));
  const results = await program.run(feed);
  nodes.forEach((node, i) => {
    const { value, radius } = balls.get(node)!;
    const got = results.get(String(i))!;
    expect(got.length).toBe(value.length);
    got.forEach((x, at) => {
      const same = Object.is(x, value[at]) || Math.abs(x - value[at]!) <= radius[at]! + 1e-37;
      if (!same && Number.isFinite(radius[at]!)) {
        expect.fail(`${node.op} ${node.id} [${node.shape}] at ${at}: ${x}, not ${value[at]} ± ${radius[at]}`);
      }
    });
  });
}
