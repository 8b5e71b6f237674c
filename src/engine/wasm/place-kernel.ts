import { FunctionWriter, type Local } from './assembler.ts';
import type { Kernel, KernelCache } from './kernel-cache.ts';
import { I32 } from './opcodes.ts';

/** Copies one image, row by row and pixel by pixel, into another grid. Strides in bytes. */
export interface PlaceKernel {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  /** Multiplies pixel (y, x) by the y-th and x-th of two tables. */
  readonly scaled: boolean;
}

export function wantPlace(kernels: KernelCache, kernel: PlaceKernel): Kernel {
  const key = `place ${JSON.stringify(kernel)}`;
  return kernels.want(key, () => placeKernel(kernel));
}

/** A function (from, to, rowScales, columnScales). */
function placeKernel(k: PlaceKernel): FunctionWriter {
  const f = new FunctionWriter(4);
  const [row, column, channel, rowFrom, rowTo, from, to, scaleY, scaleX] = f.locals(I32, 9);
  // Pixels that lie one after the other on both sides are one longer pixel.
  const joined = !k.scaled && k.fromX === 4 * k.channels && k.toX === k.fromX;
  const columns = joined ? 1 : k.columns;
  const length = joined ? k.columns * k.channels : k.channels;
  const whole = length - (length % 4);
  const factor = () => f.get(scaleY).mem('f32Load').get(scaleX).mem('f32Load').op('f32Mul');
  f.get(0).set(rowFrom).get(1).set(rowTo).get(2).set(scaleY);
  f.loop(
    row,
    () => f.i32(k.rows),
    1,
    () => {
      f.get(rowFrom).set(from).get(rowTo).set(to).get(3).set(scaleX);
      f.loop(
        column,
        () => f.i32(columns),
        1,
        () => {
          const copy =
            (step: number, load: 'v128Load' | 'f32Load', store: 'v128Store' | 'f32Store') => () => {
              const address = (base: Local) => f.get(base).get(channel).i32(2).op('i32Shl').op('i32Add');
              address(to);
              address(from).mem(load);
              if (k.scaled && step === 4) factor().op('f32x4Splat').op('f32x4Mul');
              if (k.scaled && step === 1) factor().op('f32Mul');
              f.mem(store);
            };
          f.loop(channel, () => f.i32(whole), 4, copy(4, 'v128Load', 'v128Store'));
          f.continueLoop(channel, () => f.i32(length), 1, copy(1, 'f32Load', 'f32Store'));
          f.advance(from, k.fromX).advance(to, k.toX).advance(scaleX, 4);
        },
      );
      f.advance(rowFrom, k.fromY).advance(rowTo, k.toY).advance(scaleY, 4);
    },
  );
  return f;
}
