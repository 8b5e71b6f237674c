import { FunctionWriter, type Local } from './assembler.ts';
import { I32, V128 } from './opcodes.ts';
import { type Simd, vectorsPerTurn } from './simd.ts';
import type { SlidingWindow } from './sliding-window.ts';

/** A sum over windows of one image that has its border, times two tables. Strides in bytes. */
export interface BoxSumKernel extends SlidingWindow {
  readonly channels: number;
  readonly outX: number;
  readonly outY: number;
  readonly scaled: boolean;
  readonly simd: Simd;
}

/** A function (input, output, rowScales, columnScales). */
export function boxSumKernel(k: BoxSumKernel): FunctionWriter {
  const f = new FunctionWriter(4);
  const [row, column, channel, rowX, rowY, pixelX, pixelY, scaleY, scaleX] = f.locals(I32, 9);
  const [input, output] = f.locals(I32, 2);
  const factor = f.local(V128);
  const vectors = Math.floor(k.channels / 4);
  const turn = vectorsPerTurn(k.simd, vectors);
  const totals = f.locals(V128, turn);
  const rest = k.channels % 4;
  /** The sums of the window for so many vectors, one tap of all of them after the other, so that V8 can join them. */
  const sumWindow = (count: number) => {
    const some = totals.slice(0, count);
    for (let ky = 0; ky < k.kernelY; ky += 1) {
      for (let kx = 0; kx < k.kernelX; kx += 1) {
        some.forEach((total, v) => {
          if (ky + kx > 0) f.get(total);
          f.get(input).mem('v128Load', ky * k.tapY + kx * k.tapX + 16 * v);
          if (ky + kx > 0) f.op('f32x4Add');
          f.set(total);
        });
      }
    }
    if (k.scaled) for (const total of some) f.get(total).get(factor).op('f32x4Mul').set(total);
  };
  f.get(0).set(rowX).get(1).set(rowY).get(2).set(scaleY);
  f.loop(
    row,
    () => f.i32(k.outHeight),
    1,
    () => {
      f.get(rowX).set(pixelX).get(rowY).set(pixelY).get(3).set(scaleX);
      f.loop(
        column,
        () => f.i32(k.outWidth),
        1,
        () => {
          f.get(pixelX).set(input).get(pixelY).set(output);
          if (k.scaled) {
            f.get(scaleY)
              .mem('v128LoadSplat32')
              .get(scaleX)
              .mem('v128LoadSplat32')
              .op('f32x4Mul')
              .set(factor);
          }
          f.loop(
            channel,
            () => f.i32(vectors),
            turn,
            () => {
              sumWindow(turn);
              f.storeVectors(
                output,
                totals.map((total, v) => [total, 16 * v]),
              );
              f.advance(input, 16 * turn).advance(output, 16 * turn);
            },
          );
          if (rest > 0) sumWindow(1);
          for (let l = 0; l < rest; l += 1) {
            f.get(output)
              .get(totals[0]!)
              .extractLane(l)
              .mem('f32Store', 4 * l);
          }
          f.advance(pixelX, k.stepX).advance(pixelY, k.outX).advance(scaleX, 4);
        },
      );
      f.advance(rowX, k.stepY).advance(rowY, k.outY).advance(scaleY, 4);
    },
  );
  return f;
}

/** Max pooling of one image, or one of its derivatives. Strides in bytes, no borders. */
export interface MaxPoolKernel {
  readonly kind: 'value' | 'gather' | 'scatter';
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelY: number;
  readonly kernelX: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly top: number;
  readonly left: number;
  readonly channels: number;
}

/**
 * A function (x, other, output): the maxima of x (`value`); the elements of `other` at their places (`gather`); or the
 * pooled gradient `other` added at their places to the image `output` (`scatter`).
 */
export function maxPoolKernel(k: MaxPoolKernel): FunctionWriter {
  const f = new FunctionWriter(3);
  const [row, column, channel, ky, kx, y, x] = f.locals(I32, 7);
  const [pixel, best, pooled, address] = f.locals(I32, 4);
  /** Calls back for each pixel of the window that lies in the image, with its byte offset in `pixel`. */
  const forEachPixel = (body: () => void) => {
    f.loop(
      ky,
      () => f.i32(k.kernelY),
      1,
      () => {
        f.get(row).i32(k.strideY).op('i32Mul').get(ky).op('i32Add').i32(-k.top).op('i32Add').set(y);
        f.get(y)
          .i32(k.height)
          .op('i32LtU')
          .when(() => {
            f.loop(
              kx,
              () => f.i32(k.kernelX),
              1,
              () => {
                f.get(column)
                  .i32(k.strideX)
                  .op('i32Mul')
                  .get(kx)
                  .op('i32Add')
                  .i32(-k.left)
                  .op('i32Add')
                  .set(x);
                f.get(x)
                  .i32(k.width)
                  .op('i32LtU')
                  .when(() => {
                    f.get(y).i32(k.width).op('i32Mul').get(x).op('i32Add').i32(k.channels).op('i32Mul');
                    f.get(channel).op('i32Add').i32(2).op('i32Shl').set(pixel);
                    body();
                  });
              },
            );
          });
      },
    );
  };
  const load = (base: number, offset: Local) => f.get(base).get(offset).op('i32Add').mem('f32Load');
  f.i32(0).set(pooled);
  f.loop(
    row,
    () => f.i32(k.outHeight),
    1,
    () => {
      f.loop(
        column,
        () => f.i32(k.outWidth),
        1,
        () => {
          f.loop(
            channel,
            () => f.i32(k.channels),
            1,
            () => {
              f.i32(-1).set(best);
              forEachPixel(() => {
                f.get(best).i32(0).op('i32LtS');
                load(0, pixel);
                load(0, best)
                  .op('f32Gt')
                  .op('i32Or')
                  .when(() => f.get(pixel).set(best));
              });
              if (k.kind === 'scatter') {
                f.get(2).get(best).op('i32Add').tee(address).get(address).mem('f32Load');
                load(1, pooled).op('f32Add').mem('f32Store');
              } else {
                f.get(2).get(pooled).op('i32Add');
                load(k.kind === 'value' ? 0 : 1, best).mem('f32Store');
              }
              f.advance(pooled, 4);
            },
          );
        },
      );
    },
  );
  return f;
}
