import { FunctionWriter } from './assembler.ts';
import type { Kernel, KernelCache } from './kernel-cache.ts';
import { I32 } from './opcodes.ts';
import type { Block, WeightStrides } from './pack-weights.ts';

/**
 * Asks for a kernel (from, to) that packs a block's weights [row, column, in, 4 * vectors], zeros where the block has fewer output
 * channels. `from`: the address of the block's first weight.
 */
export function wantPack(
  kernels: KernelCache,
  { row, column, in: input, out }: WeightStrides,
  [rows, columns, ins]: readonly [number, number, number],
  { outs, vectors }: Block,
): Kernel {
  const options = { row, column, in: input, out, rows, columns, ins, outs, vectors };
  return kernels.want(`pack ${JSON.stringify(options)}`, () => packKernel(options));
}

interface PackKernel extends WeightStrides {
  readonly rows: number;
  readonly columns: number;
  readonly ins: number;
  /** Output channels of the block, and vectors that hold them. */
  readonly outs: number;
  readonly vectors: number;
}

function packKernel(k: PackKernel): FunctionWriter {
  const f = new FunctionWriter(2);
  const [from, to] = [0, 1];
  const [row, column, input, columnAt, inputAt] = f.locals(I32, 5);
  const width = 4 * k.vectors;
  f.loop(
    row,
    () => f.i32(k.rows),
    1,
    () => {
      f.get(from).set(columnAt);
      f.loop(
        column,
        () => f.i32(k.columns),
        1,
        () => {
          f.get(columnAt).set(inputAt);
          f.loop(
            input,
            () => f.i32(k.ins),
            1,
            () => {
              for (let o = 0; o < width; o += 1) {
                f.get(to);
                if (o < k.outs) f.get(inputAt).mem('f32Load', 4 * o * k.out);
                else f.f32(0);
                f.mem('f32Store', 4 * o);
              }
              f.advance(inputAt, 4 * k.in).advance(to, 4 * width);
            },
          );
          f.advance(columnAt, 4 * k.column);
        },
      );
      f.advance(from, 4 * k.row);
    },
  );
  return f;
}
