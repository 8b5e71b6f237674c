import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node, OpName, PoolAttrs } from '../../src/graph/op.ts';
import { agreement } from '../../src/graph/ops/agreement.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { relu } from '../../src/graph/ops/relu.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { CANDIDATES } from './present.ts';

/** Few values, so that windows hold equal maxima, and those that comparisons treat specially. */
const special = fc.constantFrom(-1, 0, 1, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);

const images = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    height: fc.integer({ min: 3, max: 5 }),
    width: fc.integer({ min: 3, max: 5 }),
    channels: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ batch, height, width, channels }) => {
    const shape = [batch, height, width, channels];
    return fc.record({
      shape: fc.constant(shape),
      x: fc.array(special, { minLength: sizeOf(shape), maxLength: sizeOf(shape) }),
    });
  });

const pools: fc.Arbitrary<PoolAttrs> = fc.record({
  size: fc.constant([3, 2] as const),
  stride: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
  padding: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.nat(1)),
});

for (const { title, isHere, open } of CANDIDATES)
  describe.skipIf(!isHere)(title, () => {
    it.each(['relu', 'step', 'sign', 'abs', 'sqrt', 'log', 'exp', 'reciprocal'] as const satisfies OpName[])(
      '%s of zeros, infinities and NaN is that of the reference',
      async (op) => {
        const x = new Graph().input('x', [8]);
        const outputs = new Map<string, Node>([['y', x.graph.make(op, [x], {})]]);
        const feed = () => Float32Array.of(-4, -0, 0, 1, 4, Number.NaN, Infinity, -Infinity);
        const got = (await (await open()).compile(outputs).run(feed)).get('y')!;
        const want = referenceEngine.compile(outputs).run(feed).get('y')!;
        got.forEach((value, i) => {
          if (Number.isFinite(want[i]!)) expect(value).toBeCloseTo(want[i]!, 4);
          else expect(value).toBe(want[i]);
        });
      },
    );

    it('keeps a NaN through a convolution with a ReLU behind it, should ONNX Runtime join them', async () => {
      const graph = new Graph();
      const x = graph.input('x', [1, 4, 4, 16]);
      const y = relu(conv2d(x, graph.parameter('w', [3, 3, 16, 16]), { padding: 1 }));
      const engine = await open();
      const feed = ({ attrs, shape }: Node<'input'> | Node<'parameter'>) =>
        new Float32Array(sizeOf(shape)).fill(attrs.name === 'x' ? Number.NaN : 1);
      const { y: values } = Object.fromEntries(await engine.compile(new Map([['y', y]])).run(feed));
      expect(values!.every(Number.isNaN)).toBe(true);
    });

    it('finds the first of equal maxima and NaN above all, as the reference does', async () => {
      const engine = await open();
      await fc.assert(
        fc.asyncProperty(images, pools, async ({ shape, x }, attrs) => {
          const graph = new Graph();
          const image = graph.input('x', shape);
          const pooled = graph.make('maxPool', [image], attrs);
          const values = graph.input('values', shape);
          const gradient = graph.input('gradient', pooled.shape);
          const outputs = new Map<string, Node>([
            ['pooled', pooled],
            ['gathered', graph.make('maxPoolGather', [image, values], attrs)],
            ['scattered', graph.make('maxPoolGrad', [image, gradient], attrs)],
            ['agreement', agreement(image)],
          ]);
          // Whole numbers, all different: their sums are exact, and tell where they come from.
          const feed = (node: Node<'input'> | Node<'parameter'>) =>
            node.attrs.name === 'x'
              ? Float32Array.from(x)
              : Float32Array.from({ length: sizeOf(node.shape) }, (_, i) => i + 1);
          expect(await engine.compile(outputs).run(feed)).toEqual(referenceEngine.compile(outputs).run(feed));
        }),
        { numRuns: 60 },
      );
    });
  });
