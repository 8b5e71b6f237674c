import type { AsyncEngine, Engine, Feed } from '../../src/engine/engine.ts';
import type { Node } from '../../src/graph/op.ts';
import type { Ball } from '../engine/ball.ts';
import { expectInBalls } from '../engine/within-balls.ts';

/** Runs nodes and holds each number to its ball. */
export async function expectWithin(
  engine: Engine | AsyncEngine,
  balls: ReadonlyMap<Node, Ball>,
  nodes: readonly Node[],
  feed: Feed,
): Promise<void> {
  const program = engine.compile(new Map(nodes.map((node, i) => [String(i), node])));
  expectInBalls(await program.run(feed), balls, nodes);
}
