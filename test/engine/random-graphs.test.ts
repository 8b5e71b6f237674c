import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../../src/engine/engine.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { normals } from '../graph/recipe.ts';
import { ballsOf } from './ball.ts';
import { expectWithin } from './expect-within.ts';
import { buildPlan, plans } from './random-graph.ts';
import { wasmEngines } from './wasm-engines.ts';

const feedOf =
  (seed: number): Feed =>
  ({ attrs: { name }, shape }) => {
    const values = normals(name, seed, sizeOf(shape)).map((x) => Math.fround(x / 2));
    if (name === 'labels') return values.map((_, i) => Number(i % shape[1]! === seed % shape[1]!));
    return values;
  };

describe.each(wasmEngines)('wasm, $name', ({ engine }) => {
  it('computes random graphs, their gradients and curvature as the reference does', () => {
    let held = 0;
    let all = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const nodes = buildPlan(plan);
        const feed = feedOf(plan.seed);
        const balls = ballsOf(nodes, feed);
        expectWithin(engine, balls, nodes, feed);
        for (const node of nodes) {
          const { value, radius } = balls.get(node)!;
          const size = value.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-3);
          all += 1;
          if (radius.every((r) => r < 0.02 * size)) held += 1;
        }
      }),
      { numRuns: 60 },
    );
    // The worst case of float32 is far from the usual one, but for most tensors it still says something.
    expect(held / all).toBeGreaterThan(0.6);
  });
});
