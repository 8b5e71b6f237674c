import { InputError } from '../../input-error.ts';
import type { CellGraph } from '../cell.ts';

/** The operations, in the order of the benchmark's labels. */
export const OPERATIONS = ['conv3x3-bn-relu', 'conv1x1-bn-relu', 'maxpool3x3'];
export const MOST_VERTICES = 7;
export const MOST_EDGES = 9;

/** Whether an edge leads from one vertex to another. */
export function hasEdge({ edges }: CellGraph, from: number, to: number): boolean {
  return edges.some(([source, target]) => source === from && target === to);
}

/** The sources of a vertex's edges, in ascending order. */
export function sourcesOf({ edges }: CellGraph, vertex: number): number[] {
  return edges.flatMap(([source, target]) => (target === vertex ? [source] : []));
}

/**
 * The module without the vertices that lie on no path from input to output, as the benchmark prunes it; undefined where
 * there is no such path.
 */
export function pruned({ operations, edges }: CellGraph): CellGraph | undefined {
  const last = operations.length - 1;
  const forwards = new Set([0]);
  // Edges are in ascending order of targets, so that one pass each way does.
  for (const [source, target] of edges) if (forwards.has(source)) forwards.add(target);
  const backwards = new Set([last]);
  for (const [source, target] of edges.toReversed()) if (backwards.has(target)) backwards.add(source);
  if (!forwards.has(last)) return undefined;
  const kept = operations.flatMap((_, vertex) =>
    forwards.has(vertex) && backwards.has(vertex) ? [vertex] : [],
  );
  const place = new Map(kept.map((vertex, at) => [vertex, at]));
  return {
    operations: kept.map((vertex) => operations[vertex]!),
    edges: edges.flatMap(([source, target]) =>
      place.has(source) && place.has(target) ? [[place.get(source)!, place.get(target)!] as const] : [],
    ),
  };
}

/** A module of these operations, by label, and edges in any order, pruned; undefined where it is none. */
export function moduleOf(
  labels: readonly number[],
  edges: readonly (readonly [number, number])[],
): CellGraph | undefined {
  if (labels.length + 2 > MOST_VERTICES || edges.length > MOST_EDGES) return undefined;
  const ordered = edges.toSorted(([a, b], [c, d]) => b - d || a - c);
  return pruned({ operations: [-1, ...labels, -1], edges: ordered });
}

/**
 * The module of an adjacency matrix and the names of its vertices, as the benchmark's files give them, not pruned.
 *
 * @throws {InputError} where they make no module of at most 7 vertices and 9 edges.
 */
export function moduleOfMatrix(
  rows: readonly (string | readonly number[])[],
  ops: readonly string[],
): CellGraph {
  const vertices = ops.length;
  const wrong = (what: string): InputError =>
    new InputError(
      `nasbench101 cell ${what}: ${JSON.stringify(rows).slice(0, 80)} ${JSON.stringify(ops).slice(0, 200)}`,
    );
  if (vertices < 2 || vertices > MOST_VERTICES || rows.length !== vertices) {
    throw wrong(`needs a matrix of as many rows as operations, from 2 to ${MOST_VERTICES}`);
  }
  if (ops[0] !== 'input' || ops.at(-1) !== 'output')
    throw wrong('starts with "input" and ends with "output"');
  const inner = ops.slice(1, -1).map((op) => OPERATIONS.indexOf(op));
  if (inner.includes(-1)) throw wrong(`has an operation that is none of ${OPERATIONS.join(', ')}`);
  const edges: (readonly [number, number])[] = [];
  for (let target = 0; target < vertices; target += 1) {
    for (let source = 0; source < vertices; source += 1) {
      const bit = String(rows[source]![target]);
      if (rows[source]!.length !== vertices || (bit !== '0' && bit !== '1')) {
        throw wrong(`needs rows of ${vertices} zeros and ones`);
      }
      if (bit === '0') continue;
      if (source >= target) throw wrong('needs an upper triangular matrix');
      edges.push([source, target]);
    }
  }
  if (edges.length > MOST_EDGES) throw wrong(`has ${edges.length} edges, at most ${MOST_EDGES} are allowed`);
  return { operations: [-1, ...inner, -1], edges };
}
