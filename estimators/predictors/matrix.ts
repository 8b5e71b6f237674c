/** A matrix of numbers, row by row: one row an architecture, one column a feature. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** The matrix of these rows, all of one length. */
export function matrixOf(rows: readonly ArrayLike<number>[], columns = rows[0]?.length ?? 0): Matrix {
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, at) => values.set(row, at * columns));
  return { rows: rows.length, columns, values };
}

export function rowOf({ columns, values }: Matrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

export function columnOf({ rows, columns, values }: Matrix, column: number): Float64Array {
  const out = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) out[row] = values[row * columns + column]!;
  return out;
}

/** Some of the rows, in the order asked for. */
export function takeRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  return matrixOf(
    Array.from(rows, (row) => rowOf(matrix, row)),
    matrix.columns,
  );
}

/** The matrices beside each other. */
export function beside(parts: readonly Matrix[]): Matrix {
  const rows = parts[0]?.rows ?? 0;
  const columns = parts.reduce((total, part) => total + part.columns, 0);
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    let at = row * columns;
    for (const part of parts) {
      values.set(rowOf(part, row), at);
      at += part.columns;
    }
  }
  return { rows, columns, values };
}
