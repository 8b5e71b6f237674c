import fc from 'fast-check';
import type { AvgPoolAttrs, ConvAttrs, PoolAttrs } from '../../src/graph/op.ts';
import { windowExtent } from '../../src/graph/ops/window.ts';
import type { Parts } from './op-cases.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const pairOf = (arbitrary: fc.Arbitrary<number>) => fc.tuple(arbitrary, arbitrary);

/** Mostly counts that fill no vector, now and then those of real networks. */
const channels = fc.oneof(
  { weight: 4, arbitrary: between(1, 20) },
  { weight: 1, arbitrary: fc.constantFrom(16, 32, 64) },
);

const grouping = fc.oneof(
  fc.record({ groups: fc.constant(1), ins: channels, outs: channels }),
  fc.record({ groups: between(2, 4), ins: between(1, 6), outs: between(1, 6) }),
  // Depthwise.
  fc.record({ groups: channels, ins: fc.constant(1), outs: fc.constant(1) }),
);

interface Convolution {
  readonly attrs: ConvAttrs;
  readonly kernel: readonly [number, number];
  readonly image: readonly [number, number];
  readonly x: number[];
  readonly weight: number[];
  readonly y: number[];
}

/** Any window, down to images of one pixel; a padding may be wider than the window, which leaves pixels of pure bias. */
const convolution: fc.Arbitrary<Convolution> = fc
  .record({
    batch: between(1, 3),
    kernel: pairOf(between(1, 5)),
    stride: pairOf(between(1, 3)),
    dilation: pairOf(fc.constantFrom(1, 1, 2, 3)),
    widths: fc.tuple(between(0, 4), between(0, 4), between(0, 4), between(0, 4)),
    extra: pairOf(between(0, 5)),
    channels: grouping,
  })
  .map(({ batch, kernel, stride, dilation, widths, extra, channels: { groups, ins, outs } }) => {
    const span = [0, 1].map((axis) => (kernel[axis]! - 1) * dilation[axis]! + 1) as [number, number];
    const padding = [
      Math.min(widths[0], span[0]),
      Math.min(widths[1], span[1]),
      Math.min(widths[2], span[0]),
      Math.min(widths[3], span[1]),
    ] as const;
    const image = [
      Math.max(1, span[0] - padding[0] - padding[2]) + extra[0],
      Math.max(1, span[1] - padding[1] - padding[3]) + extra[1],
    ] as const;
    const attrs = { stride, padding, dilation, groups };
    const pooled = windowExtent(...image, { ...attrs, kernel });
    return {
      attrs,
      kernel,
      image,
      x: [batch, ...image, groups * ins],
      weight: [...kernel, ins, groups * outs],
      y: [batch, ...pooled, groups * outs],
    };
  });

export const convParts: fc.Arbitrary<Parts> = convolution.map(({ attrs, x, weight }) => {
  return { shapes: [x, weight], attrs };
});
export const convInputGradParts: fc.Arbitrary<Parts> = convolution.map(({ attrs, image, y, weight }) => {
  return { shapes: [y, weight], attrs: { ...attrs, image } };
});
export const convWeightGradParts: fc.Arbitrary<Parts> = convolution.map(({ attrs, kernel, x, y }) => {
  return { shapes: [x, y], attrs: { ...attrs, kernel } };
});

interface Pooling {
  readonly attrs: PoolAttrs;
  readonly image: readonly [number, number];
  readonly x: number[];
  readonly y: number[];
}

/** Paddings of at most half of the window, as everywhere; sides may differ. */
const pooling: fc.Arbitrary<Pooling> = fc
  .record({
    batch: between(1, 3),
    size: pairOf(between(1, 4)),
    stride: pairOf(between(1, 3)),
    widths: fc.tuple(between(0, 2), between(0, 2), between(0, 2), between(0, 2)),
    extra: pairOf(between(0, 5)),
    channels: between(1, 20),
  })
  .map(({ batch, size, stride, widths, extra, channels: depth }) => {
    const half = size.map((s) => Math.floor(s / 2)) as [number, number];
    const padding = [
      Math.min(widths[0], half[0]),
      Math.min(widths[1], half[1]),
      Math.min(widths[2], half[0]),
      Math.min(widths[3], half[1]),
    ] as const;
    const image = [
      Math.max(1, size[0] - padding[0] - padding[2]) + extra[0],
      Math.max(1, size[1] - padding[1] - padding[3]) + extra[1],
    ] as const;
    const attrs = { size, stride, padding };
    const pooled = windowExtent(...image, { ...attrs, kernel: size });
    return { attrs, image, x: [batch, ...image, depth], y: [batch, ...pooled, depth] };
  });

const averaging = fc.tuple(pooling, fc.boolean()).map(([{ attrs, ...rest }, countIncludePad]) => {
  const all: AvgPoolAttrs = { ...attrs, countIncludePad };
  return { attrs: all, ...rest };
});

export const avgPoolParts: fc.Arbitrary<Parts> = averaging.map(({ attrs, x }) => ({ shapes: [x], attrs }));
export const avgPoolGradParts: fc.Arbitrary<Parts> = averaging.map(({ attrs, image, y }) => {
  return { shapes: [y], attrs: { ...attrs, image } };
});
export const maxPoolParts: fc.Arbitrary<Parts> = pooling.map(({ attrs, x }) => ({ shapes: [x], attrs }));

/** The images that decide, and either values to take from or gradients to bring there. */
export const maxPoolPairParts = (kind: 'pooled like images' | 'images like pooled'): fc.Arbitrary<Parts> =>
  pooling.map(({ attrs, x, y }) => ({ shapes: [x, kind === 'pooled like images' ? x : y], attrs }));
