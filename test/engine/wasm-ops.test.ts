import fc from 'fast-check';
import { describe, it } from 'vitest';
import { differentiate } from '../../src/graph/differentiate.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { OP_CASES } from '../graph/op-cases.ts';
import { build, feedOf, normals, valuesOf } from '../graph/recipe.ts';
import { ballsOf } from './ball.ts';
import { expectWithin } from './expect-within.ts';
import { wasmEngines } from './wasm-engines.ts';

describe.each(wasmEngines)('wasm, $name', ({ engine }) => {
  it.each(OP_CASES)(
    '$op and its gradients are the reference within (terms + 4) 2^-24 of the terms',
    ({ recipe }) => {
      fc.assert(
        fc.property(recipe, (r) => {
          const { graph, leaves, output } = build(r);
          const cotangent = graph.input('cotangent', output.shape);
          const gradients = differentiate(sum(mul(output, cotangent)), leaves);
          const nodes = [output, ...leaves.flatMap((leaf) => gradients.get(leaf) ?? [])];
          const feed = feedOf({
            ...valuesOf(r),
            cotangent: normals('cotangent', r.seed, sizeOf(output.shape)),
            leaf: normals('leaf', r.seed, sizeOf(output.shape)),
          });
          const balls = ballsOf(nodes, feed);
          expectWithin(engine, balls, [output], feed);
          expectWithin(engine, balls, nodes, feed);
        }),
        { numRuns: 8 },
      );
    },
  );
});
