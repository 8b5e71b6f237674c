import { FunctionWriter, type Local } from './assembler.ts';
import { I32, V128 } from './opcodes.ts';
import type { SlidingWindow } from './sliding-window.ts';

/** A convolution in which each channel sees only itself, for one image. Strides in bytes. */
export interface DepthwiseKernel extends SlidingWindow {
  readonly channels: number;
  readonly outX: number;
  readonly outY: number;
}

/** Channels rounded up to whole vectors: how the weights of a tap are spaced. */
export const paddedChannels = (channels: number): number => Math.ceil(channels / 4) * 4;

interface Site {
  readonly input: Local;
  readonly output: Local;
  readonly weight: Local;
  /** Lanes of this vector that are channels. */
  readonly lanes: number;
}

/** Calls `body` for each pixel and each vector of channels, with addresses. */
function forEachVector(f: FunctionWriter, k: DepthwiseKernel, body: (site: Site) => void): void {
  const [row, column, channel, rowX, rowY, pixelX, pixelY] = f.locals(I32, 7);
  const [input, output, weight] = f.locals(I32, 3);
  const whole = k.channels - (k.channels % 4);
  f.get(0).set(rowX).get(2).set(rowY);
  f.loop(
    row,
    () => f.i32(k.outHeight),
    1,
    () => {
      f.get(rowX).set(pixelX).get(rowY).set(pixelY);
      f.loop(
        column,
        () => f.i32(k.outWidth),
        1,
        () => {
          f.get(pixelX).set(input).get(pixelY).set(output).get(1).set(weight);
          f.loop(
            channel,
            () => f.i32(whole),
            4,
            () => {
              body({ input, output, weight, lanes: 4 });
              f.advance(input, 16).advance(output, 16).advance(weight, 16);
            },
          );
          if (whole < k.channels) body({ input, output, weight, lanes: k.channels - whole });
          f.advance(pixelX, k.stepX).advance(pixelY, k.outX);
        },
      );
      f.advance(rowX, k.stepY).advance(rowY, k.outY);
    },
  );
}

/** A function (input, weights [row, column, channel], output). */
export function depthwiseKernel(k: DepthwiseKernel): FunctionWriter {
  const f = new FunctionWriter(3);
  const total = f.local(V128);
  const tap = 4 * paddedChannels(k.channels);
  forEachVector(f, k, ({ input, output, weight, lanes }) => {
    f.splat(0).set(total);
    for (let ky = 0; ky < k.kernelY; ky += 1) {
      for (let kx = 0; kx < k.kernelX; kx += 1) {
        f.get(total)
          .get(input)
          .mem('v128Load', ky * k.tapY + kx * k.tapX);
        f.get(weight)
          .mem('v128Load', (ky * k.kernelX + kx) * tap)
          .op('f32x4Mul')
          .op('f32x4Add')
          .set(total);
      }
    }
    if (lanes === 4) f.get(output).get(total).mem('v128Store');
    else
      for (let l = 0; l < lanes; l += 1)
        f.get(output)
          .get(total)
          .extractLane(l)
          .mem('f32Store', 4 * l);
  });
  return f;
}

/** A function (input, weights, gradient) that adds one image's part to the weights. Lanes past the channels hold rubbish. */
export function depthwiseWeightGradKernel(k: DepthwiseKernel): FunctionWriter {
  const f = new FunctionWriter(3);
  const tap = 4 * paddedChannels(k.channels);
  const gradient = f.local(V128);
  forEachVector(f, k, ({ input, output, weight }) => {
    f.get(output).mem('v128Load').set(gradient);
    for (let ky = 0; ky < k.kernelY; ky += 1) {
      for (let kx = 0; kx < k.kernelX; kx += 1) {
        const offset = (ky * k.kernelX + kx) * tap;
        f.get(weight)
          .get(weight)
          .mem('v128Load', offset)
          .get(input)
          .mem('v128Load', ky * k.tapY + kx * k.tapX);
        f.get(gradient).op('f32x4Mul').op('f32x4Add').mem('v128Store', offset);
      }
    }
  });
  return f;
}
