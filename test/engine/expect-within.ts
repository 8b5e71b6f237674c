import type { Engine, Feed } from '../../src/engine/engine.ts';
import type { Node } from '../../src/graph/op.ts';
import type { Ball } from './ball.ts';
import { poison } from './wasm-engines.ts';
import { expectInBalls } from './within-balls.ts';

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
    expectInBalls(program.run(feed), balls, nodes, `${pass}, `);
  }
}
