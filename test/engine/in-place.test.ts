import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { EngineMemory } from '../../src/engine/wasm/memory.ts';
import { PASSED_BYTES, PASSED_START } from '../../src/engine/wasm/plan.ts';
import { createWasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { add } from '../../src/graph/ops/add.ts';
import { avgPool } from '../../src/graph/ops/avg-pool.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { cumsum } from '../../src/graph/ops/cumsum.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { relu } from '../../src/graph/ops/relu.ts';
import { negate } from '../../src/graph/ops/scale.ts';
import { leadingAxes, mean, sum } from '../../src/graph/ops/sum.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals } from '../graph/recipe.ts';
import { wasmEngines } from './wasm-engines.ts';

/** Images of a batch that do not all go side by side, each tensor large enough to be planned. */
const SHAPE = [12, 8, 8, 16];

/** What waits for a whole batch. */
const centred = (x: Node) => add(x, negate(mean(x, leadingAxes(x))));

const STEPS = {
  centre: (x: Node) => centred(x),
  pass: (x: Node, other: Node) => mul(abs(x), relu(other)),
  sum: (x: Node, other: Node) => add(centred(x), other),
  convolve: (x: Node) => conv2d(centred(x), x.graph.input('weight', [3, 3, 16, 16]), { padding: 1 }),
  convolveAsItIs: (x: Node) => conv2d(x, x.graph.input('weight', [3, 3, 16, 16]), { padding: 1 }),
  pool: (x: Node) => avgPool(x, { size: 3, stride: 1, padding: 1 }),
  addUp: (x: Node) => cumsum(x),
} satisfies Record<string, (x: Node, other: Node) => Node>;

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(...(Object.keys(STEPS) as (keyof typeof STEPS)[])),
    from: fc.nat(3),
    with: fc.nat(5),
  }),
  { minLength: 3, maxLength: 10 },
);

/** Two convolutions of a phase whose images lie at the same place, one after the other. */
const SHARED = (['convolveAsItIs', 'addUp', 'centre', 'convolveAsItIs'] as const).map((kind, i) => ({
  kind,
  from: i === 3 ? 1 : 0,
  with: 0,
}));

const values = {
  x: normals('x', 1, sizeOf(SHAPE)),
  weight: normals('weight', 2, 9 * 16 * 16).map((value) => value / 12),
};

it.each(wasmEngines)('overwrites nothing that is still to be read: $name', ({ engine }) => {
  fc.assert(
    fc.property(steps, (list) => {
      const tensors: Node[] = [new Graph().input('x', SHAPE)];
      for (const { kind, from, with: other } of list) {
        const [x, y] = [from, other].map((back) => tensors.at(-1 - (back % tensors.length))!);
        tensors.push(STEPS[kind](x!, y!));
      }
      const last = tensors.at(-1)!;
      const outputs = [sum(last, leadingAxes(last)), sum(mul(last, tensors.at(-2)!), leadingAxes(last))];
      const [first, second, ...made] = evaluate([...outputs, ...tensors], values);
      const largest = made
        .flatMap((tensor) => [...tensor])
        .reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      const results = engine
        .compile(new Map(outputs.map((node, i) => [String(i), node])))
        .run(({ attrs }) => values[attrs.name as keyof typeof values]);
      const terms = sizeOf(SHAPE.slice(0, -1));
      [first!, second!].forEach((want, i) => {
        results.get(String(i))!.forEach((value, k) => {
          expect(Math.abs(value - want[k]!) / (terms * largest ** (1 + i))).toBeLessThan(1e-6);
        });
      });
    }),
    { numRuns: 40, examples: [[SHARED]] },
  );
});

it.each(wasmEngines)(
  'keeps weights until the last image, even if they look like images: $name',
  ({ engine }) => {
    const graph = new Graph();
    const shape = [3, 3, 64, 16];
    const [x, pixels] = [graph.input('images', [3, 16, 16, 64]), graph.input('pixels', shape)];
    const [a, b] = [graph.input('a', shape), graph.input('b', shape)];
    // Last needed by a convolution, which reads them as they lie, and by a pass over three "images" that is kept.
    const weight = avgPool(pixels, { size: 3, stride: 1, padding: 1 });
    const y = conv2d(centred(x), weight, { padding: 2, dilation: 2 });
    const like = add(add(mul(weight, a), b), mean(pixels, leadingAxes(pixels)));
    const outputs = [sum(abs(y), leadingAxes(y)), sum(abs(centred(like)), leadingAxes(like))];
    const fed = {
      images: normals('images', 3, sizeOf(x.shape)),
      pixels: normals('pixels', 4, sizeOf(shape)),
      a: normals('a', 5, sizeOf(shape)),
      b: normals('b', 6, sizeOf(shape)),
    };
    const wanted = evaluate(outputs, fed);
    const results = engine
      .compile(new Map(outputs.map((node, i) => [String(i), node])))
      .run(({ attrs }) => fed[attrs.name as keyof typeof fed]);
    wanted.forEach((want, i) => {
      results.get(String(i))!.forEach((value, k) => expect(value / want[k]!).toBeCloseTo(1, 4));
    });
  },
);

it('writes what a batch is made into over what it was', () => {
  const shape = [16, 32, 32, 32];
  const tensorBytes = 4 * sizeOf(shape);
  const reserve = vi.spyOn(EngineMemory.prototype, 'reserve');
  let x: Node = new Graph().input('x', shape);
  // A cumulative sum is written; another pass would compute it again.
  for (let step = 0; step < 5; step += 1) x = cumsum(centred(x));
  const images = new Float32Array(sizeOf(shape)).fill(1);
  const engine = createWasmEngine({ fusedMultiplyAdd: false });
  engine.compile(new Map([['total', sum(abs(centred(x)))]])).run(() => images);
  const { memory } = reserve.mock.contexts[0] as EngineMemory;
  reserve.mockRestore();
  expect(memory.buffer.byteLength).toBeLessThan(PASSED_START + PASSED_BYTES + 1.5 * tensorBytes);
});
