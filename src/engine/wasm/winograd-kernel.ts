import { FunctionWriter, type Local } from './assembler.ts';
import { I32, V128 } from './opcodes.ts';
import type { Transform } from './winograd-transforms.ts';

/** Applies a transform to the rows and the columns of many small squares of vectors. Strides in bytes. */
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
}

export interface SquareStrides {
  /** Between squares: down and across. */
  readonly down: number;
  readonly across: number;
  /** Between vectors of channels. */
  readonly vector: number;
  /** Within a square: rows and columns. */
  readonly row: number;
  readonly column: number;
}

/** Bytes of scratch that a kernel needs for a half-transformed square. */
export const SQUARE_SCRATCH = 16 * 36;

/** A function (input, output, scratch): transforms columns, then rows, of each square. */
export function squaresKernel(k: SquaresKernel, transform: Transform): FunctionWriter {
  const f = new FunctionWriter(3);
  const [row, column, vector] = f.locals(I32, 3) as [Local, Local, Local];
  const [rowIn, rowOut, squareIn, squareOut, input, output] = f.locals(I32, 6) as Local[] as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const values = f.locals(V128, k.from);
  const result = f.local(V128);
  const square = () => {
    for (let x = 0; x < k.from; x += 1) {
      values.forEach((value, y) => {
        f.get(input)
          .mem('v128Load', y * k.input.row + x * k.input.column)
          .set(value);
      });
      transform(f, values, (y) => {
        f.set(result)
          .get(2)
          .get(result)
          .mem('v128Store', 16 * (y * k.from + x));
      });
    }
    for (let y = 0; y < k.to; y += 1) {
      values.forEach((value, x) => {
        f.get(2)
          .mem('v128Load', 16 * (y * k.from + x))
          .set(value);
      });
      transform(f, values, (x) => {
        f.set(result)
          .get(output)
          .get(result)
          .mem('v128Store', y * k.output.row + x * k.output.column);
      });
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
            1,
            () => {
              square();
              f.advance(input, k.input.vector).advance(output, k.output.vector);
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
