import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate, pushForward } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node, OpName } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { add } from '../../src/graph/ops/add.ts';
import { fill } from '../../src/graph/ops/broadcast.ts';
import { OPS } from '../../src/graph/ops/index.ts';
import { mul, square } from '../../src/graph/ops/mul.ts';
import { scale } from '../../src/graph/ops/scale.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { OP_CASES } from './op-cases.ts';
import { build, dot, evaluate, moved, normals, type Recipe, type Values, valuesOf } from './recipe.ts';

/** Step of the central differences: their error is of the order of its square, and of 2^-53 over it. */
const STEP = 2e-5;
const TOLERANCE = 2e-6;

/** Constants for every derivative, by design or because they are flat. */
const FLAT: ReadonlySet<OpName> = new Set([
  'input',
  'parameter',
  'constant',
  'detach',
  'sign',
  'step',
  'agreement',
]);

function expectClose(got: Float64Array, want: Float64Array, what: string): void {
  const size = want.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
  got.forEach((x, i) => {
    if (!(Math.abs(x - want[i]!) <= TOLERANCE * size)) expect.fail(`${what}[${i}]: ${x}, not ${want[i]}`);
  });
  expect(got.length).toBe(want.length);
}

/** A recipe with a cotangent for its output, and a direction for each of its tensors. */
function setUp(recipe: Recipe) {
  const { graph, leaves, output } = build(recipe);
  const cotangent = graph.input('cotangent', output.shape);
  const directions = leaves.map((leaf) => graph.input(`d${leaf.attrs.name}`, leaf.shape));
  const values: Values = { ...valuesOf(recipe), leaf: normals('leaf', 1, sizeOf(output.shape)) };
  for (const node of [cotangent, ...directions]) {
    values[node.attrs.name] = normals(node.attrs.name, recipe.seed, sizeOf(node.shape));
  }
  const direction = Object.fromEntries(leaves.map(({ attrs: { name } }) => [name, values[`d${name}`]!]));
  const seeds = new Map<Node, Node>(leaves.map((leaf, i) => [leaf, directions[i]!]));
  return { leaves, output, cotangent, directions, values, direction, seeds };
}

const zeros = (node: Node) => fill(node, node.shape, 0);

it('has a case for every operation', () => {
  expect(OP_CASES.map(({ op }) => op).sort()).toEqual(Object.keys(OPS).sort());
});

it('runs every operation with the shape that it infers', () => {
  for (const { recipe } of OP_CASES) {
    fc.assert(
      fc.property(recipe, (r) => {
        const { output, values } = setUp(r);
        expect(evaluate([output], values)[0]!.length).toBe(sizeOf(output.shape));
      }),
      { numRuns: 5 },
    );
  }
});

const smooth = OP_CASES.filter(({ op }) => !FLAT.has(op));

describe.each(smooth)('$op', ({ recipe }) => {
  it('has the tangent that finite differences give, and the adjoint of it as its gradient', () => {
    fc.assert(
      fc.property(recipe, (r) => {
        const { leaves, output, cotangent, values, direction, seeds } = setUp(r);
        const [tangent] = pushForward([output], seeds);
        const gradients = differentiate(sum(mul(output, cotangent)), leaves);
        const [jv, ...pulled] = evaluate(
          [tangent ?? zeros(output), ...leaves.map((leaf) => gradients.get(leaf) ?? zeros(leaf))],
          values,
        ) as [Float64Array, ...Float64Array[]];
        const [ahead] = evaluate([output], moved(values, direction, STEP));
        const [behind] = evaluate([output], moved(values, direction, -STEP));
        const slope = ahead!.map((x, i) => (x - behind![i]!) / (2 * STEP));
        expectClose(jv, slope, 'tangent');
        // <u, J v> = <J' u, v>, to rounding.
        const left = dot(values.cotangent!, jv);
        const right = pulled.reduce((total, g, i) => total + dot(g, direction[`x${i}`]!), 0);
        const terms = dot(values.cotangent!.map(Math.abs), jv.map(Math.abs));
        expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-11 * (1 + terms));
      }),
      { numRuns: 15 },
    );
  });

  it('has the gradient of a functional by each single element', () => {
    fc.assert(
      fc.property(recipe, fc.nat(), (r, pick) => {
        const { leaves, output, cotangent, values } = setUp(r);
        const functional = sum(mul(output, cotangent));
        const gradients = differentiate(functional, leaves);
        leaves.forEach((leaf, i) => {
          const unit = new Float64Array(sizeOf(leaf.shape));
          const at = (pick + i) % unit.length;
          unit[at] = 1;
          const [gradient] = evaluate([gradients.get(leaf) ?? zeros(leaf)], values);
          const [ahead] = evaluate([functional], moved(values, { [leaf.attrs.name]: unit }, STEP));
          const [behind] = evaluate([functional], moved(values, { [leaf.attrs.name]: unit }, -STEP));
          const slope = (ahead![0]! - behind![0]!) / (2 * STEP);
          expectClose(Float64Array.of(gradient![at]!), Float64Array.of(slope), `gradient of x${i} at ${at}`);
        });
      }),
      { numRuns: 10 },
    );
  });

  it('has Hessian-vector products, alike forward over reverse, reverse over reverse and by differences', () => {
    fc.assert(
      fc.property(recipe, (r) => {
        const { leaves, output, cotangent, directions, values, direction, seeds } = setUp(r);
        // The square makes a linear operation's Hessian more than zero.
        const loss = sum(add(mul(output, cotangent), scale(square(output), 0.5)));
        const gradients = differentiate(loss, leaves);
        const nodes = leaves.map((leaf) => gradients.get(leaf) ?? zeros(leaf));
        const forward = pushForward(nodes, seeds);
        const inner = nodes.map((node, i) => sum(mul(node, directions[i]!))).reduce((a, b) => add(a, b));
        const backward = differentiate(inner, leaves);
        const products = evaluate(
          [
            ...leaves.map((leaf, i) => forward[i] ?? zeros(leaf)),
            ...leaves.map((leaf) => backward.get(leaf) ?? zeros(leaf)),
          ],
          values,
        );
        const ahead = evaluate(nodes, moved(values, direction, STEP));
        const behind = evaluate(nodes, moved(values, direction, -STEP));
        leaves.forEach((_, i) => {
          const slope = ahead[i]!.map((x, j) => (x - behind[i]![j]!) / (2 * STEP));
          expectClose(products[i]!, slope, `forward over reverse, x${i}`);
          expectClose(products[leaves.length + i]!, products[i]!, `reverse over reverse, x${i}`);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe.each(OP_CASES.filter(({ op }) => FLAT.has(op)))('$op', ({ op, recipe }) => {
  it('has no derivative in either mode', () => {
    fc.assert(
      fc.property(recipe, (r) => {
        const { leaves, output, cotangent, values, direction, seeds } = setUp(r);
        expect(pushForward([output], seeds)).toEqual([null]);
        const gradients = differentiate(sum(mul(output, cotangent)), leaves);
        for (const leaf of leaves) expect(gradients.has(leaf)).toBe(false);
        if (op === 'detach') return;
        expect(evaluate([output], moved(values, direction, STEP))).toEqual(evaluate([output], values));
      }),
      { numRuns: 10 },
    );
  });
});

it('moves an absolute value along itself where its argument moves along itself', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1 }), (values) => {
      const graph = new Graph();
      const x = graph.input('x', [values.length]);
      const along = pushForward([abs(x)], new Map([[x, x]]))[0]!;
      const other = pushForward([abs(x)], new Map([[x, scale(x, 2)]]))[0]!;
      expect(along).toBe(abs(x));
      const [once, twice] = evaluate([along, other], { x: Float64Array.from(values) });
      expect(Array.from(twice!)).toEqual(Array.from(once!, (value) => 2 * value));
    }),
  );
});
