import type { Node } from '../../graph/op.ts';
import type { Layouts } from './layouts.ts';
import type { Lifetimes } from './lifetimes.ts';
import type { Phases } from './phases.ts';
import type { Work } from './work.ts';

/**
 * The tensors that are made and used up within one phase, by phase: they need no more memory than the images that go side by
 * side, and so never leave the cache. Not those of which something needs other images than the one at hand.
 */
export function passingTensors(
  { tensors }: Lifetimes,
  works: readonly Work[],
  phases: Phases,
  layouts: Layouts,
  onHost: (node: Node) => boolean,
): readonly (readonly Node[])[] {
  const whole = new Set(works.flatMap((work) => work.whole));
  const passing: Node[][] = phases.lists.map(() => []);
  for (const [node, { first, last }] of tensors) {
    if (first !== last || onHost(node) || whole.has(node)) continue;
    const { batch } = works[phases.lists[first]![0]!]!;
    if (batch > 1 && layouts.of(node).extents[0] === batch) passing[first]!.push(node);
  }
  return passing;
}

/** Images of a phase that go side by side: what each of its entries wants together, a whole number of times. */
export const groupOf = (list: readonly number[], works: readonly Work[]): number =>
  list.reduce((all, index) => leastCommon(all, works[index]!.together), 1);

/** The least common multiple. */
function leastCommon(a: number, b: number): number {
  let multiple = a;
  while (multiple % b !== 0) multiple += a;
  return multiple;
}
