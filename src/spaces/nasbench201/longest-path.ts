import { type Cell, EDGES, type OpName201 } from './notation.ts';

/** The most that operations weigh together on a path from input to output; minus infinity where there is none. */
export function longestPath({ ops }: Cell, weightOf: (op: OpName201) => number): number {
  const longest = [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  // The edges into a node are named after those into the nodes before it.
  for (const [i, { source, target }] of EDGES.entries()) {
    const op = ops[i]!;
    if (op !== 'none') longest[target] = Math.max(longest[target]!, longest[source]! + weightOf(op));
  }
  return longest[3]!;
}
