import type { Node } from '../../graph/op.ts';
import { type Layouts, sourceOf } from './layouts.ts';
import type { Span } from './lifetimes.ts';
import type { Phases } from './phases.ts';
import type { Roles } from './roles.ts';
import type { Schedule } from './schedule.ts';
import { sameLayout } from './tensor.ts';
import type { Work } from './work.ts';

/**
 * The tensors that may be written over others, and over which: a phase reads an image of those for the last time before it writes
 * the same image of these, or (in a pass, which reads an element before it writes it) while it does. What was just read is then
 * in the cache, where the place of its own would be fetched from memory only to be written.
 */
export function writtenOver(
  tensors: ReadonlyMap<Node, Span>,
  works: readonly Work[],
  { madeAt }: Schedule,
  { lists }: Phases,
  layouts: Layouts,
  roles: Roles,
): ReadonlyMap<Node, Node> {
  const made: Node[][] = lists.map(() => []);
  const left: Node[][] = lists.map(() => []);
  for (const [node, { first, last }] of tensors) {
    if (roles.onHost(node) || first === last) continue;
    made[first]!.push(node);
    left[last]?.push(node);
  }
  const over = new Map<Node, Node>();
  lists.forEach((list, phase) => {
    const { batch } = works[list[0]!]!;
    const byImage = (node: Node) => layouts.of(node).extents[0] === batch;
    if (batch === 1 || !left[phase]!.some(byImage)) return;
    const lastRead = new Map<Node, number>();
    const whole = new Set<Node>();
    for (const index of list) {
      for (const node of works[index]!.reads) lastRead.set(sourceOf(node, roles), index);
      for (const node of works[index]!.whole) whole.add(sourceOf(node, roles));
    }
    // The latest read is the likeliest to be in the cache still.
    const free = left[phase]!.filter((node) => byImage(node) && lastRead.has(node) && !whole.has(node)).sort(
      (a, b) => lastRead.get(b)! - lastRead.get(a)!,
    );
    for (const node of made[phase]!.sort((a, b) => madeAt.get(a)! - madeAt.get(b)!)) {
      const entry = madeAt.get(node)!;
      const latest = roles.of(node) === 'fused' ? entry : entry - 1;
      const found = free.findIndex(
        (other) => lastRead.get(other)! <= latest && sameLayout(layouts.of(node), layouts.of(other)),
      );
      if (found >= 0) over.set(node, free.splice(found, 1)[0]!);
    }
  });
  return over;
}
