import { FunctionWriter, type Local } from './assembler.ts';
import type { Kernel } from './kernel-cache.ts';
import { I32, V128 } from './opcodes.ts';
import { type Simd, vectorsPerTurn } from './simd.ts';
import type { Site } from './step.ts';
import { VectorMath } from './vector-math.ts';
import type { Transform } from './winograd-transforms.ts';

/**
 * Applies a transform to the rows and the columns of many small squares of vectors of channels, which lie side by side.
 * Strides in bytes.
 */
export interface SquaresKernel {
  /** Squares down, across, and vectors of channels in each. */
  readonly rows: number;
  readonly columns: number;
  readonly vectors: number;
  /** Extents of a square before and after. */
  readonly from: number;
  readonly to: number;
  readonly input: SquareStrides;
  readonly output: SquareStrides;
  readonly simd: Simd;
}

export interface SquareStrides {
  /** Between squares: down and across. */
  readonly down: number;
  readonly across: number;
  /** Within a square: rows and columns. */
  readonly row: number;
  readonly column: number;
}

/** Bytes of scratch that a kernel needs for the half-transformed squares of two vectors. */
export const SQUARE_SCRATCH = 2 * 16 * 36;

/** Asks for the kernel that applies a transform of this name. */
export function wantSquares(
  { kernels, simd }: Site,
  name: string,
  extents: Omit<SquaresKernel, 'simd'>,
  transform: Transform,
): Kernel {
  const options = { ...extents, simd };
  return kernels.want(`winograd ${name} ${JSON.stringify(options)}`, () => squaresKernel(options, transform));
}

/**
 * A function (input, output, scratch): transforms columns, then rows, of each square. Vectors of a turn that lie side by
 * side are loaded, transformed and stored in step, so that V8 can join them.
 */
function squaresKernel(k: SquaresKernel, transform: Transform): FunctionWriter {
  const f = new FunctionWriter(3);
  const [row, column, vector] = f.locals(I32, 3);
  const [rowIn, rowOut, squareIn, squareOut, input, output] = f.locals(I32, 6);
  const turn = vectorsPerTurn(k.simd, k.vectors);
  const lanes = Array.from({ length: turn }, () => f.locals(V128, k.from));
  const math = new VectorMath(f, k.simd.fused, transform.factors);
  /** One column or row of each vector of the turn. */
  const pass = (from: Local, at: (i: number) => number, to: Local, put: (i: number) => number) => {
    for (let i = 0; i < k.from; i += 1) {
      lanes.forEach((values, v) => {
        f.get(from)
          .mem('v128Load', at(i) + 16 * v)
          .set(values[i]!);
      });
    }
    const results = lanes.map((values) => transform.of(math, values));
    for (let i = 0; i < k.to; i += 1) {
      f.storeVectors(
        to,
        results.map((values, v) => [values[i]!, put(i) + 16 * v]),
      );
    }
  };
  const square = () => {
    const half = (y: number, x: number) => 16 * turn * (y * k.from + x);
    for (let x = 0; x < k.from; x += 1) {
      pass(
        input,
        (y) => y * k.input.row + x * k.input.column,
        2,
        (y) => half(y, x),
      );
    }
    for (let y = 0; y < k.to; y += 1) {
      pass(
        2,
        (x) => half(y, x),
        output,
        (x) => y * k.output.row + x * k.output.column,
      );
    }
  };
  f.get(0).set(rowIn).get(1).set(rowOut);
  f.loop(
    row,
    () => f.i32(k.rows),
    1,
    () => {
      f.get(rowIn).set(squareIn).get(rowOut).set(squareOut);
      f.loop(
        column,
        () => f.i32(k.columns),
        1,
        () => {
          f.get(squareIn).set(input).get(squareOut).set(output);
          f.loop(
            vector,
            () => f.i32(k.vectors),
            turn,
            () => {
              square();
              f.advance(input, 16 * turn).advance(output, 16 * turn);
            },
          );
          f.advance(squareIn, k.input.across).advance(squareOut, k.output.across);
        },
      );
      f.advance(rowIn, k.input.down).advance(rowOut, k.output.down);
    },
  );
  return f;
}
