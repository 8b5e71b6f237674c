import { FunctionWriter } from './assembler.ts';
import { I32, V128 } from './opcodes.ts';
import { type Simd, tilesFor } from './simd.ts';
import { isGapless, joinRows, type SlidingWindow } from './sliding-window.ts';

/** The weight gradient of a dense convolution for one image and one block of output channels. Strides in bytes. */
export interface WeightGradKernel extends SlidingWindow {
  readonly ins: number;
  /** Vectors of four output channels in the block, 1-4. */
  readonly vectors: number;
  /** Between neighbouring pixels, and rows, of the gradient. */
  readonly gradX: number;
  readonly gradY: number;
  /** Between the gradients of neighbouring tap rows: 0, but where each has a plane of its own. */
  readonly gradTapY: number;
  /** Between the weights of neighbouring input channels. */
  readonly weightIn: number;
  /** Whether a band's sum begins from nothing and is added at its end, so that its roundings are not those of the whole. */
  readonly sumOfSums: boolean;
  readonly simd: Simd;
}

/** Bytes of gradient worked on at a time, so that it and the images' rows stay in the first-level cache. */
const BAND_BYTES = 8192;

/**
 * A function (input, gradient, weights) that adds one image's part to the weights [row, column, in, out]: for each tap a
 * few input channels by 4-16 output channels stay in registers over a band of rows.
 */
export function weightGradKernel(kernel: WeightGradKernel): FunctionWriter {
  const rows = bandRows(kernel);
  const joined = isGapless(kernel, kernel.gradX, kernel.gradY);
  const k = joined ? { ...joinRows(kernel, rows), gradY: kernel.gradY * rows } : kernel;
  const band = joined ? 1 : rows;
  const f = new FunctionWriter(3);
  const [x, g, w] = [0, 1, 2];
  const tiles = tilesFor(k.simd, k.vectors, k.ins);
  const [bandRow, bandX, bandG, ky, kx, channel] = f.locals(I32, 6);
  const [weights, tapX, row, rowX, rowG, input, gradient, end] = f.locals(I32, 8);
  const tapG = f.local(I32);
  const accumulators = f.locals(V128, tiles[0]!.size * k.vectors);
  const gradients = f.locals(V128, k.vectors);
  const value = f.local(V128);
  const accumulate = (channels: number) => {
    const used = accumulators.slice(0, channels * k.vectors);
    const at = (i: number) => Math.floor(i / k.vectors) * k.weightIn + (i % k.vectors) * 16;
    used.forEach((accumulator, i) => {
      if (k.sumOfSums) f.splat(0).set(accumulator);
      else f.get(weights).mem('v128Load', at(i)).set(accumulator);
    });
    f.get(tapX).set(rowX).get(tapG).set(rowG);
    f.loop(
      row,
      () => f.i32(band),
      1,
      () => {
        f.get(rowX)
          .set(input)
          .get(rowG)
          .tee(gradient)
          .i32(k.gradX * k.outWidth)
          .op('i32Add')
          .set(end);
        f.repeatUntil(gradient, end, k.gradX, () => {
          gradients.forEach((local, v) =>
            f
              .get(gradient)
              .mem('v128Load', 16 * v)
              .set(local),
          );
          for (let c = 0; c < channels; c += 1) {
            f.get(input)
              .mem('v128LoadSplat32', 4 * c)
              .set(value);
            gradients.forEach((local, v) => {
              const accumulator = used[c * k.vectors + v]!;
              f.multiplyAdd(accumulator, value, local, k.simd.fused);
            });
          }
          f.advance(input, k.stepX);
        });
        f.advance(rowX, k.stepY).advance(rowG, k.gradY);
      },
    );
    // All are loaded before the first is stored: V8 joins no loads with a store between them.
    used.forEach((accumulator, i) => {
      if (k.sumOfSums) f.get(weights).mem('v128Load', at(i)).get(accumulator).op('f32x4Add').set(accumulator);
    });
    f.storeVectors(
      weights,
      used.map((accumulator, i) => [accumulator, at(i)]),
    );
    f.advance(weights, channels * k.weightIn).advance(tapX, 4 * channels);
  };
  f.get(x).set(bandX).get(g).set(bandG);
  f.loop(
    bandRow,
    () => f.i32(k.outHeight),
    band,
    () => {
      f.get(w).set(weights);
      f.loop(
        ky,
        () => f.i32(k.kernelY),
        1,
        () => {
          f.loop(
            kx,
            () => f.i32(k.kernelX),
            1,
            () => {
              f.get(bandX).get(ky).i32(k.tapY).op('i32Mul').op('i32Add');
              f.get(kx).i32(k.tapX).op('i32Mul').op('i32Add').set(tapX);
              f.get(bandG).get(ky).i32(k.gradTapY).op('i32Mul').op('i32Add').set(tapG);
              for (const { size, count } of tiles)
                f.loop(
                  channel,
                  () => f.i32(count),
                  1,
                  () => accumulate(size),
                );
            },
          );
        },
      );
      f.advance(bandX, band * k.stepY).advance(bandG, band * k.gradY);
    },
  );
  return f;
}

/** Rows of a band: the largest divisor of the height that keeps the band small. */
function bandRows(k: WeightGradKernel): number {
  const most = Math.max(1, Math.floor(BAND_BYTES / (k.gradX * k.outWidth)));
  let rows = Math.min(most, k.outHeight);
  while (k.outHeight % rows !== 0) rows -= 1;
  return rows;
}
