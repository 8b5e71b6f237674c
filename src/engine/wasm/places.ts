import type { Node } from '../../graph/op.ts';
import { aligned, planArena } from './arena.ts';
import type { Span } from './lifetimes.ts';

/** Tensors up to this size are not worth planning. */
const SMALL_BYTES = 16384;

/**
 * Gives each tensor an address, from `start` on; those of the small ones, which are many and cheap, are theirs alone.
 * @param over tensors that are written over another one, as large as they are
 */
export function placesOf(
  tensors: ReadonlyMap<Node, Span>,
  over: ReadonlyMap<Node, Node>,
  bytesOf: (node: Node) => number,
  start: number,
): { addresses: Map<Node, number>; end: number } {
  /** Of tensors that are written over one another, the first stands for all. */
  const spans = new Map<Node, { readonly first: number; last: number }>();
  const standsFor = new Map<Node, Node>();
  for (const [node, { first, last }] of byBeginning(tensors)) {
    const other = over.get(node);
    const one = other ? standsFor.get(other)! : node;
    standsFor.set(node, one);
    if (other) spans.get(one)!.last = last;
    else spans.set(node, { first, last });
  }
  const large = [...spans.keys()].filter((node) => bytesOf(node) > SMALL_BYTES);
  const arena = planArena(large.map((node) => ({ bytes: bytesOf(node), ...spans.get(node)! })));
  const addresses = new Map(large.map((node, i) => [node, start + arena.offsets[i]!]));
  let end = start + arena.bytes;
  for (const node of spans.keys()) {
    if (addresses.has(node)) continue;
    addresses.set(node, end);
    end = aligned(end + bytesOf(node));
  }
  for (const [node, one] of standsFor) addresses.set(node, addresses.get(one)!);
  return { addresses, end };
}

/** A tensor comes after the one that it is written over, which is there before. */
const byBeginning = (tensors: ReadonlyMap<Node, Span>): [Node, Span][] =>
  [...tensors].sort(([, a], [, b]) => a.first - b.first);
