/** One operation that a node of a cell may have. */
export interface CellOperation {
  readonly name: string;
  readonly isConvolution: boolean;
  /** False for the operation that passes nothing on, such as `none`. */
  readonly carries: boolean;
  /** Output channels, where choosing the operation is choosing them. */
  readonly width?: number;
}

/**
 * An architecture's searched part as a directed acyclic graph with operations on its nodes: node 0 is the input and
 * the last node the output, both without an operation; every edge leads from a lower node to a higher one.
 */
export interface CellGraph {
  /** For each node an index into {@link CellView.operations}; -1 for input and output. */
  readonly operations: readonly number[];
  /** [source, target], in ascending order of targets, then of sources. */
  readonly edges: readonly (readonly [number, number])[];
}

/** How the architectures of one space are seen as {@link CellGraph}s. */
export interface CellView {
  /** The id of the space. */
  readonly id: string;
  /** The columns of a table that spell an architecture, in the order that {@link graph} takes their texts. */
  readonly columns: readonly string[];
  readonly operations: readonly CellOperation[];
  /** The most nodes that a cell has, input and output included. */
  readonly mostNodes: number;
  /** The graph of an architecture. Throws {@link InputError} on text that is none of this space. */
  graph(texts: readonly string[]): CellGraph;
}

/** A chain of operations. */
export function chainOf(operations: readonly number[]): CellGraph {
  return {
    operations: [-1, ...operations, -1],
    edges: Array.from({ length: operations.length + 1 }, (_, node) => [node, node + 1] as const),
  };
}
