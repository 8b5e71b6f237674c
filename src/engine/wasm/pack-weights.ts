import { FunctionWriter } from './assembler.ts';
import type { Kernel, KernelCache } from './kernel-cache.ts';
import { I32 } from './opcodes.ts';

/** Where the weights of a convolution lie, in elements: strides of tap rows, tap columns, inputs and outputs. */
export interface WeightView {
  readonly offset: number;
  readonly row: number;
  readonly column: number;
  readonly in: number;
  readonly out: number;
}

/** A block of output channels that one call of a kernel computes. */
export interface Block {
  readonly first: number;
  /** Output channels. */
  readonly outs: number;
  /** Vectors that hold them. */
  readonly vectors: number;
}

/** The widest block: four vectors, which with two pixels fill the registers. */
export const WIDEST = 16;

export function blocksOf(outs: number): Block[] {
  const blocks: Block[] = [];
  for (let first = 0; first < outs; first += WIDEST) {
    const here = Math.min(WIDEST, outs - first);
    blocks.push({ first, outs: here, vectors: Math.ceil(here / 4) });
  }
  return blocks;
}

/** Whether all blocks lie in memory as a kernel reads them: whole vectors, output channels side by side, taps in a row. */
export function needsNoPacking(
  view: WeightView,
  [, columns, ins]: readonly [number, number, number],
  outs: number,
): boolean {
  return (
    outs % 4 === 0 && view.out === 1 && view.column === ins * view.in && view.row === columns * view.column
  );
}

/** Elements of one block's packed weights. */
export const packedSize = (taps: number, ins: number, { vectors }: Block): number => taps * ins * vectors * 4;

/**
 * Asks for a kernel (from, to) that packs a block's weights [row, column, in, 4 * vectors], zeros where the block has fewer output
 * channels. `from`: the address of the block's first weight.
 */
export function wantPack(
  kernels: KernelCache,
  { row, column, in: input, out }: Omit<WeightView, 'offset'>,
  [rows, columns, ins]: readonly [number, number, number],
  { outs, vectors }: Block,
): Kernel {
  const k: PackKernel = { rows, columns, ins, outs, row, column, input, out, width: 4 * vectors };
  return kernels.want(`pack ${JSON.stringify(k)}`, () => packKernel(k));
}

interface PackKernel {
  readonly rows: number;
  readonly columns: number;
  readonly ins: number;
  readonly outs: number;
  /** Elements between neighbouring weights along each of them. */
  readonly row: number;
  readonly column: number;
  readonly input: number;
  readonly out: number;
  /** Packed elements of one input channel. */
  readonly width: number;
}

function packKernel(k: PackKernel): FunctionWriter {
  const f = new FunctionWriter(2);
  const [from, to] = [0, 1];
  const [row, column, input, columnAt, inputAt] = f.locals(I32, 5);
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
              for (let o = 0; o < k.width; o += 1) {
                f.get(to);
                if (o < k.outs) f.get(inputAt).mem('f32Load', 4 * o * k.out);
                else f.f32(0);
                f.mem('f32Store', 4 * o);
              }
              f.advance(inputAt, 4 * k.input).advance(to, 4 * k.width);
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
