import { FunctionWriter, type Local } from './assembler.ts';
import { I32, V128 } from './opcodes.ts';
import { type Simd, tilesFor } from './simd.ts';
import { isGapless, joinRows, type SlidingWindow } from './sliding-window.ts';

/** A dense convolution of one image by blocks of output channels. Extents in elements, strides in bytes. */
export interface ConvKernel extends SlidingWindow {
  /** Input channels that are summed over. */
  readonly ins: number;
  /** Vectors of four output channels in the block, 1-4. */
  readonly vectors: number;
  /** Output channels of the block that are stored, when fewer than its vectors hold. */
  readonly outs: number;
  /** Between the weights of neighbouring input channels; taps follow one another without a gap. */
  readonly weightIn: number;
  /** Blocks of output channels that are done row by row, side by side in the output. */
  readonly blocks: number;
  /** Between the weights of neighbouring blocks, and from those of one output row to those of the next (0: all share them). */
  readonly weightBlock: number;
  readonly weightY: number;
  /** Between neighbouring output pixels, and rows. */
  readonly outX: number;
  readonly outY: number;
  readonly simd: Simd;
}

/**
 * A function (input, weights, output) that convolves one image: each tile of a few pixels by 4-16 channels stays in
 * registers over all taps. Input is read as it lies, borders included, so they must be there. Weights are
 * [row, column, in, out], a packed block or a part of the whole.
 */
export function convKernel(kernel: ConvKernel): FunctionWriter {
  const joined = isGapless(kernel, kernel.outX, kernel.outY) && kernel.weightY === 0;
  const k = joined ? joinRows(kernel, kernel.outHeight) : kernel;
  const f = new FunctionWriter(3);
  const [x, w, y] = [0, 1, 2];
  const [row, column, rowX, rowY, input, output] = f.locals(I32, 6);
  const [block, blockY, blockW] = f.locals(I32, 3);
  const tiles = tilesFor(k.simd, k.vectors, k.outWidth);
  f.get(x).set(rowX).get(y).set(rowY);
  const accumulators = f.locals(V128, tiles[0]!.size * k.vectors);
  const weights = f.locals(V128, k.vectors);
  const value = f.local(V128);
  const [tapInput, tapWeight, tapEnd] = f.locals(I32, 3);
  const convolveTile = (pixels: number) => {
    for (const accumulator of accumulators.slice(0, pixels * k.vectors)) f.splat(0).set(accumulator);
    f.get(blockW).set(tapWeight);
    // Taps of a row whose channels lie one after the other are one longer sum.
    const merged = k.tapX === 4 * k.ins;
    const length = merged ? k.kernelX * k.ins : k.ins;
    // One step a turn: V8 hoists the loads of several steps before their products, and then runs out of registers.
    const product = () => {
      weights.forEach((weight, v) => {
        f.get(tapWeight)
          .mem('v128Load', v * 16)
          .set(weight);
      });
      for (let p = 0; p < pixels; p += 1) {
        f.get(tapInput)
          .mem('v128LoadSplat32', p * k.stepX)
          .set(value);
        weights.forEach((weight, v) => {
          const accumulator = accumulators[p * k.vectors + v]!;
          f.multiplyAdd(accumulator, value, weight, k.simd.fused);
        });
      }
      f.advance(tapWeight, k.weightIn);
    };
    for (let ky = 0; ky < k.kernelY; ky += 1) {
      for (let kx = 0; kx < (merged ? 1 : k.kernelX); kx += 1) {
        f.get(input)
          .i32(ky * k.tapY + kx * k.tapX)
          .op('i32Add')
          .tee(tapInput)
          .i32(4 * length)
          .op('i32Add')
          .set(tapEnd);
        f.repeatUntil(tapInput, tapEnd, 4, product);
      }
    }
    for (let p = 0; p < pixels; p += 1) storePixel(f, k, output, p, accumulators.slice(p * k.vectors));
  };
  const convolveRow = () => {
    f.get(rowX).set(input).get(blockY).set(output);
    for (const { size, count } of tiles) {
      f.loop(
        column,
        () => f.i32(count),
        1,
        () => {
          convolveTile(size);
          f.advance(input, size * k.stepX).advance(output, size * k.outX);
        },
      );
    }
  };
  f.loop(
    row,
    () => f.i32(k.outHeight),
    1,
    () => {
      f.get(rowY).set(blockY).get(w).set(blockW);
      f.loop(
        block,
        () => f.i32(k.blocks),
        1,
        () => {
          convolveRow();
          f.advance(blockY, 4 * k.outs).advance(blockW, k.weightBlock);
        },
      );
      f.advance(rowX, k.stepY).advance(rowY, k.outY).advance(w, k.weightY);
    },
  );
  return f;
}

function storePixel(
  f: FunctionWriter,
  k: ConvKernel,
  output: Local,
  pixel: number,
  values: readonly Local[],
): void {
  const whole = Math.floor(k.outs / 4);
  f.storeVectors(
    output,
    values.slice(0, whole).map((value, v) => [value, pixel * k.outX + 16 * v]),
  );
  for (let channel = 4 * whole; channel < k.outs; channel += 1)
    f.get(output)
      .get(values[whole]!)
      .extractLane(channel % 4)
      .mem('f32Store', pixel * k.outX + 4 * channel);
}
