import { expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { add } from '../../src/graph/ops/add.ts';
import { avgPool } from '../../src/graph/ops/avg-pool.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { cumsum } from '../../src/graph/ops/cumsum.ts';
import { mul } from '../../src/graph/ops/mul.ts';
import { relu } from '../../src/graph/ops/relu.ts';
import { leadingAxes, sum } from '../../src/graph/ops/sum.ts';
import { variance } from '../../src/graph/ops/variance.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals } from '../graph/recipe.ts';
import { poison, wasmEngines } from './wasm-engines.ts';

/** Images of a batch that do not all go side by side, [batch, height, width, channels]. */
const SHAPE = [12, 12, 12, 16];

function chain() {
  const graph = new Graph();
  const x = graph.input('x', SHAPE);
  const weight = graph.input('weight', [3, 3, 16, 16]);
  // Each is made and used up while the batch goes by once: with a border, without one, and read by several.
  const rectified = relu(x);
  const convolved = conv2d(rectified, weight, { padding: 1 });
  const pooled = avgPool(abs(convolved), { size: 3, stride: 1, padding: 1 });
  const output = sum(mul(add(pooled, convolved), rectified), leadingAxes(x));
  return { convolved, output };
}

const values = {
  x: normals('x', 1, sizeOf(SHAPE)),
  weight: normals('weight', 2, 9 * 16 * 16),
};

it.each(wasmEngines)('holds but a few images of what passes through a phase: $name', ({ engine }) => {
  const { output } = chain();
  const [want] = evaluate([output], values);
  const program = engine.compile(new Map([['output', output]]));
  for (let run = 0; run < 2; run += 1) {
    poison(engine);
    const got = program.run(({ attrs }) => values[attrs.name as keyof typeof values]).get('output')!;
    const largest = Math.max(...want!.map(Math.abs));
    got.forEach((value, i) => expect(Math.abs(value - want![i]!) / largest).toBeLessThan(1e-5));
  }
});

it.each(wasmEngines)('holds all images of what is measured from the first of them: $name', ({ engine }) => {
  const { convolved } = chain();
  // A variance is taken from the batch's first pixel on, whichever image is at hand.
  const spread = variance(convolved);
  const [want] = evaluate([spread], values);
  const got = engine
    .compile(new Map([['spread', spread]]))
    .run(({ attrs }) => values[attrs.name as keyof typeof values])
    .get('spread')!;
  got.forEach((value, i) => expect(value / want![i]!).toBeCloseTo(1, 5));
});

it.each(wasmEngines)('adds up all images before one, however many go side by side: $name', ({ engine }) => {
  const { convolved } = chain();
  // Without a border and with one; beside another result of the same pass.
  const flat = cumsum(abs(convolved));
  const bordered = cumsum(add(convolved, flat));
  const weight = convolved.graph.input('weight', [3, 3, 16, 16]);
  const outputs = [sum(mul(flat, convolved), leadingAxes(flat)), conv2d(bordered, weight, { padding: 1 })];
  const wanted = evaluate(outputs, values);
  const program = engine.compile(new Map(outputs.map((node, i) => [String(i), node])));
  for (let run = 0; run < 2; run += 1) {
    poison(engine);
    const results = program.run(({ attrs }) => values[attrs.name as keyof typeof values]);
    wanted.forEach((want, i) => {
      const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      results.get(String(i))!.forEach((value, k) => {
        expect(Math.abs(value - want[k]!) / largest).toBeLessThan(1e-5);
      });
    });
  }
});
