import { type Matrix, rowOf } from '../matrix.ts';

/** How far apart the rows of two matrices are, row by row: `values[i * b.rows + j]`. */
export type Distance = (a: Matrix, b: Matrix) => Float64Array;

/** The squared Euclidean distance over some of the columns. */
export function squaredDistance(columns: readonly number[]): Distance {
  return pairwise((x, y) => {
    let total = 0;
    for (const column of columns) total += (x[column]! - y[column]!) ** 2;
    return total;
  });
}

/** How many columns differ: the edits that lead from one cell to another, where columns are decisions. */
export const hammingDistance: Distance = pairwise((x, y) => {
  let count = 0;
  for (let column = 0; column < x.length; column += 1) if (x[column] !== y[column]) count += 1;
  return count;
});

function pairwise(distance: (x: Float64Array, y: Float64Array) => number): Distance {
  return (a, b) => {
    const out = new Float64Array(a.rows * b.rows);
    const rowsOfB = Array.from({ length: b.rows }, (_, row) => rowOf(b, row));
    for (let i = 0; i < a.rows; i += 1) {
      const x = rowOf(a, i);
      for (let j = 0; j < b.rows; j += 1) out[i * b.rows + j] = distance(x, rowsOfB[j]!);
    }
    return out;
  };
}
