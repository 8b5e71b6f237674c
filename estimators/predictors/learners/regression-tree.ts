import type { Matrix } from '../matrix.ts';
import type { Json, StateReader } from '../state-reader.ts';

/** Where a tree may split and how far it grows. */
export interface TreeOptions {
  /** Splits on the longest path; Infinity for no limit. */
  readonly depth: number;
  /** Rows, counted with their weights, that a leaf has at least. */
  readonly leaf: number;
  /** Columns looked at for each split, drawn anew each time. */
  readonly columns: number;
  /** `best`: the threshold of least squared error. `random`: the best of one random threshold a column. */
  readonly threshold: 'best' | 'random';
}

/** Nodes in the order in which they were made; node 0 is the root. A leaf has the column -1. */
export interface RegressionTree {
  readonly column: Int32Array;
  /** Rows with a value up to it go left. */
  readonly threshold: Float64Array;
  /** The left child's index; the right one follows it. */
  readonly left: Int32Array;
  readonly value: Float64Array;
}

/** Rows of each column in ascending order of its values: sorted once for all trees of an ensemble. */
export interface SortedColumns {
  readonly matrix: Matrix;
  readonly order: readonly Int32Array[];
}

export function sortColumns(matrix: Matrix): SortedColumns {
  const { rows, columns, values } = matrix;
  const order = Array.from({ length: columns }, (_, column) =>
    Int32Array.from({ length: rows }, (_, row) => row).sort(
      (a, b) => values[a * columns + column]! - values[b * columns + column]! || a - b,
    ),
  );
  return { matrix, order };
}

export function predictTree(tree: RegressionTree, row: Float64Array): number {
  let node = 0;
  for (let column = tree.column[0]!; column >= 0; column = tree.column[node]!) {
    node = row[column]! <= tree.threshold[node]! ? tree.left[node]! : tree.left[node]! + 1;
  }
  return tree.value[node]!;
}

export function saveTree({ column, threshold, left, value }: RegressionTree): Json {
  return { column: [...column], threshold: [...threshold], left: [...left], value: [...value] };
}

export function readTree(state: StateReader, columns: number): RegressionTree {
  const column = Int32Array.from(state.numbers('column'));
  const nodes = column.length;
  const tree = {
    column,
    threshold: state.numbers('threshold', nodes),
    left: Int32Array.from(state.numbers('left', nodes)),
    value: state.numbers('value', nodes),
  };
  if (nodes === 0) throw state.wrong('has no node');
  for (let node = 0; node < nodes; node += 1) {
    if (column[node]! < -1 || column[node]! >= columns) throw state.wrong(`node ${node} splits no column`);
    // Children come after their parent, so that every walk ends.
    const isInner = column[node] !== -1;
    if (isInner && !(tree.left[node]! > node && tree.left[node]! + 1 < nodes)) {
      throw state.wrong(`node ${node} has no children`);
    }
  }
  return tree;
}
