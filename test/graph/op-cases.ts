import fc from 'fast-check';
import type { OpAttrs, OpName } from '../../src/graph/op.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import type { Recipe, ValueKind } from './recipe.ts';
import {
  avgPoolGradParts,
  avgPoolParts,
  convInputGradParts,
  convParts,
  convWeightGradParts,
  maxPoolPairParts,
  maxPoolParts,
} from './window-parts.ts';

/** What a case draws; `inputs` may be left out where each tensor is one input. */
export interface Parts {
  readonly shapes: readonly (readonly number[])[];
  readonly inputs?: readonly number[];
  readonly attrs: OpAttrs[OpName];
}

export interface OpCase {
  readonly op: OpName;
  readonly recipe: fc.Arbitrary<Recipe>;
}

const extent = fc.integer({ min: 1, max: 7 });
/** Long enough for a vector and more, or not a multiple of one. */
const row = fc.integer({ min: 1, max: 70 }).map((size) => [size]);
const shape = fc.oneof(
  row,
  fc.array(extent, { minLength: 0, maxLength: 4 }),
  fc.tuple(fc.integer({ min: 1, max: 3 }), extent, extent, fc.integer({ min: 1, max: 20 })),
);
const ranked = fc.oneof(row, fc.array(extent, { minLength: 1, maxLength: 4 }));

/** A shape and some of its axes. */
const shapeAndAxes = ranked.chain((extents) =>
  fc.record({
    extents: fc.constant(extents),
    axes: fc.subarray(
      extents.map((_, axis) => axis),
      { minLength: 1 },
    ),
  }),
);
const shapeAndAxis = ranked.chain((extents) =>
  fc.record({ extents: fc.constant(extents), axis: fc.nat(extents.length - 1) }),
);

const unary = (attrs: OpAttrs[OpName] = {}) => shape.map((s): Parts => ({ shapes: [s], attrs }));

/** Two operands of which one may be a suffix of the other, in either order, or the same tensor twice. */
const binary: fc.Arbitrary<Parts> = fc
  .record({ s: shape, drop: fc.nat(4), swap: fc.boolean(), same: fc.integer({ min: 0, max: 4 }) })
  .map(({ s, drop, swap, same }) => {
    if (same === 0) return { shapes: [s], inputs: [0, 0], attrs: {} };
    const shapes = [s, s.slice(Math.min(drop, s.length))];
    return { shapes: swap ? shapes.reverse() : shapes, attrs: {} };
  });

const leaf = (attrs: (extents: number[]) => OpAttrs[OpName]) =>
  shape.map((s): Parts => ({ shapes: [], attrs: attrs([...s]) }));

const matmul: fc.Arbitrary<Parts> = fc
  .record({
    size: fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 37 }))),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    same: fc.integer({ min: 0, max: 3 }),
    batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 1 }),
  })
  .map(({ size: [rows, inner, columns], transposeA, transposeB, same, batch }) => {
    const a = [...batch, ...(transposeA ? [inner!, rows!] : [rows!, inner!])];
    if (same === 0) return { shapes: [a], inputs: [0, 0], attrs: { transposeA, transposeB: !transposeA } };
    return {
      shapes: [a, [...batch, ...(transposeB ? [columns!, inner!] : [inner!, columns!])]],
      attrs: { transposeA, transposeB },
    };
  });

/** Positions to cut a list of `size` things into parts of at least one. */
const reshapeParts: fc.Arbitrary<Parts> = ranked.chain((extents) => {
  const size = sizeOf(extents);
  const divisors = Array.from({ length: size }, (_, i) => i + 1).filter((d) => size % d === 0);
  return fc
    .constantFrom(...divisors)
    .map((d): Parts => ({ shapes: [extents], attrs: { extents: d === 1 ? [size] : [d, size / d] } }));
});

const PARTS: { readonly [K in OpName]: readonly [ValueKind, fc.Arbitrary<Parts>] } = {
  input: ['normal', leaf((extents) => ({ name: 'leaf', extents }))],
  parameter: ['normal', leaf((extents) => ({ name: 'leaf', extents, init: 'default', absolute: false }))],
  constant: ['normal', fc.constantFrom(0, 1, -2.5, 1e-3).map((value) => ({ shapes: [], attrs: { value } }))],
  detach: ['normal', unary()],
  add: ['normal', binary],
  mul: ['normal', binary],
  scale: ['normal', fc.constantFrom(-1, 0.5, 0, 3, 1 / 3).chain((factor) => unary({ factor }))],
  shift: ['normal', fc.constantFrom(-1, 1e-5, 0, 3).chain((offset) => unary({ offset }))],
  exp: ['normal', unary()],
  erf: ['normal', unary()],
  sigmoid: ['normal', unary()],
  log: ['positive', unary()],
  sqrt: ['positive', unary()],
  reciprocal: ['nonzero', unary()],
  abs: ['nonzero', unary()],
  sign: ['nonzero', unary()],
  relu: ['nonzero', unary()],
  step: ['nonzero', unary()],
  sum: ['normal', shapeAndAxes.map(({ extents, axes }) => ({ shapes: [extents], attrs: { axes } }))],
  cumsum: [
    'normal',
    fc.tuple(ranked, fc.boolean()).map(([s, reverse]) => ({ shapes: [s], attrs: { reverse } })),
  ],
  broadcast: [
    'normal',
    shapeAndAxes.map(({ extents, axes }) => ({
      shapes: [extents.filter((_, axis) => !axes.includes(axis))],
      attrs: { extents, axes },
    })),
  ],
  variance: ['normal', ranked.map((s) => ({ shapes: [s], attrs: {} }))],
  covariance: [
    'normal',
    fc
      .tuple(ranked, fc.boolean())
      .map(([s, twice]) =>
        twice ? { shapes: [s], inputs: [0, 0], attrs: {} } : { shapes: [s, s], attrs: {} },
      ),
  ],
  reshape: ['normal', reshapeParts],
  transpose: [
    'normal',
    ranked.chain((s) => {
      const axes = s.map((_, axis) => axis);
      return fc
        .shuffledSubarray(axes, { minLength: axes.length })
        .map((order): Parts => ({ shapes: [s], attrs: { order } }));
    }),
  ],
  slice: [
    'normal',
    shapeAndAxis.chain(({ extents, axis }) =>
      fc
        .nat(extents[axis]! - 1)
        .chain((start) =>
          fc
            .integer({ min: 1, max: extents[axis]! - start })
            .map((length): Parts => ({ shapes: [extents], attrs: { axis, start, length } })),
        ),
    ),
  ],
  pad: [
    'normal',
    fc
      .tuple(shapeAndAxis, fc.nat(3), fc.nat(3))
      .map(([{ extents, axis }, before, after]) => ({ shapes: [extents], attrs: { axis, before, after } })),
  ],
  concat: [
    'normal',
    fc
      .tuple(shapeAndAxis, fc.array(extent, { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([{ extents, axis }, lengths, twice]) => {
        const shapes = lengths.map((length) => extents.with(axis, length));
        const inputs = shapes.map((_, i) => i);
        return { shapes, inputs: twice ? [...inputs, 0] : inputs, attrs: { axis } };
      }),
  ],
  stretch: [
    'normal',
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), extent, extent, extent, extent, extent)
      .map(([batch, rows, columns, channels, more, wider]): Parts => {
        const image = [rows + more - 1, columns + wider - 1] as const;
        return { shapes: [[batch, rows, columns, channels]], attrs: { image } };
      }),
  ],
  matmul: ['normal', matmul],
  conv2d: ['normal', convParts],
  conv2dInputGrad: ['normal', convInputGradParts],
  conv2dWeightGrad: ['normal', convWeightGradParts],
  avgPool: ['normal', avgPoolParts],
  avgPoolGrad: ['normal', avgPoolGradParts],
  maxPool: ['distinct', maxPoolParts],
  maxPoolGather: ['distinct', maxPoolPairParts('pooled like images')],
  maxPoolGrad: ['distinct', maxPoolPairParts('images like pooled')],
  logSoftmax: [
    'normal',
    fc.tuple(extent, fc.integer({ min: 1, max: 12 })).map((s) => ({ shapes: [s], attrs: {} })),
  ],
  agreement: ['nonzero', ranked.map((s) => ({ shapes: [s], attrs: {} }))],
};

/** Every primitive with all that may be asked of it; a new operation fails to compile here until it has a case. */
export const OP_CASES: readonly OpCase[] = (Object.keys(PARTS) as OpName[]).map((op) => {
  const [values, parts] = PARTS[op];
  const recipe = fc.tuple(parts, fc.nat(1e6)).map(([{ shapes, inputs, attrs }, seed]): Recipe => {
    return { op, shapes, inputs: inputs ?? shapes.map((_, i) => i), attrs, values, seed };
  });
  return { op, recipe };
});
