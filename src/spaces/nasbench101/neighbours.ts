import type { CellGraph } from '../cell.ts';
import { hasEdge, moduleOf, OPERATIONS } from './module.ts';

/**
 * Modules one edit away, pruned: an operation changed, an edge added or taken away, or a vertex put between two others,
 * with an edge from the one and an edge to the other. Isomorphic ones may repeat.
 */
export function editsOf(module: CellGraph): CellGraph[] {
  const { operations, edges } = module;
  const labels = operations.slice(1, -1);
  const pairs = operations.flatMap((_, target) =>
    Array.from({ length: target }, (_value, source) => [source, target] as const),
  );
  const edited = [
    ...labels.flatMap((label, at) =>
      OPERATIONS.map((_, other) => other)
        .filter((other) => other !== label)
        .map((other) => moduleOf(labels.with(at, other), edges)),
    ),
    ...pairs.map(([source, target]) =>
      moduleOf(
        labels,
        hasEdge(module, source, target)
          ? edges.filter(([from, to]) => from !== source || to !== target)
          : [...edges, [source, target] as const],
      ),
    ),
    ...pairs.flatMap(([source, target]) =>
      OPERATIONS.map((_, label) => inserted(labels, edges, source, target, label)),
    ),
  ];
  return edited.filter((result) => result !== undefined);
}

/** The module with a new vertex before the target; those from there on move up by one. */
function inserted(
  labels: readonly number[],
  edges: CellGraph['edges'],
  source: number,
  target: number,
  label: number,
): CellGraph | undefined {
  const moved = (vertex: number): number => (vertex >= target ? vertex + 1 : vertex);
  return moduleOf(labels.toSpliced(target - 1, 0, label), [
    ...edges.map(([from, to]) => [moved(from), moved(to)] as const),
    [source, target],
    [target, target + 1],
  ]);
}
