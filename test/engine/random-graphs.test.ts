import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../../src/engine/engine.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { normals } from '../graph/recipe.ts';
import { ballsOf } from './ball.ts';
import { expectWithin } from './expect-within.ts';
import { buildPlan, plans } from './random-graph.ts';
import { wasmEngines } from './wasm-engines.ts';
import { Meaningful } from './within-balls.ts';

const feedOf =
  (seed: number): Feed =>
  ({ attrs: { name }, shape }) => {
    const values = normals(name, seed, sizeOf(shape)).map((x) => Math.fround(x / 2));
    if (name === 'labels') return values.map((_, i) => Number(i % shape[1]! === seed % shape[1]!));
    return values;
  };

describe.each(wasmEngines)('wasm, $name', ({ engine }) => {
  it('computes random graphs, their gradients and curvature as the reference does', () => {
    const meaningful = new Meaningful();
    fc.assert(
      fc.property(plans, (plan) => {
        const nodes = buildPlan(plan);
        const feed = feedOf(plan.seed);
        const balls = ballsOf(nodes, feed);
        expectWithin(engine, balls, nodes, feed);
        meaningful.add(balls, nodes);
      }),
      { numRuns: 60 },
    );
    // The worst case of float32 is far from the usual one, but for most tensors it still says something.
    expect(meaningful.share).toBeGreaterThan(0.6);
  });
});
