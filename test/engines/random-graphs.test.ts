import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../../src/engine/engine.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { ballsOf } from '../engine/ball.ts';
import { buildPlan, plans } from '../engine/random-graph.ts';
import { Meaningful } from '../engine/within-balls.ts';
import { normals } from '../graph/recipe.ts';
import { expectWithin } from './expect-within.ts';
import { CANDIDATES } from './present.ts';

const feedOf =
  (seed: number): Feed =>
  ({ attrs: { name }, shape }) => {
    const values = normals(name, seed, sizeOf(shape)).map((x) => Math.fround(x / 2));
    if (name === 'labels') return values.map((_, i) => Number(i % shape[1]! === seed % shape[1]!));
    return values;
  };

for (const { title, isHere, open } of CANDIDATES)
  describe.skipIf(!isHere)(title, () => {
    it('computes random graphs, their gradients and curvature as the reference does', async () => {
      const engine = await open();
      const meaningful = new Meaningful();
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          const nodes = buildPlan(plan);
          const feed = feedOf(plan.seed);
          const balls = ballsOf(nodes, feed);
          await expectWithin(engine, balls, nodes, feed);
          meaningful.add(balls, nodes);
        }),
        { numRuns: 40 },
      );
      // The worst case of float32 is far from the usual one, but for most tensors it still says something.
      expect(meaningful.share).toBeGreaterThan(0.6);
    });
  });
