import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Wanted } from './wanted.ts';

/** Elements of one tensor that may go from link to link, and of what a link makes for itself: it should stay in the cache. */
const MOST_PASSED = 2 ** 17;

/**
 * The link of each node of a computation that is a chain: each link reads only what is fed and what it and the one before it
 * make. Null where it is none. A new link begins where a whole batch must have gone by, as at a sum that all further tensors
 * are divided by.
 */
export function linksOf({ outputs, needed, batches }: Wanted): NodeTable<number> | null {
  if ([...outputs].some(isLeaf)) return null;
  const links = placesOf(needed, batches);
  for (const node of needed) {
    if (isLeaf(node)) continue;
    const link = links.get(node)!;
    for (const input of node.inputs) {
      if (isLeaf(input)) continue;
      if (sizeOf(input.shape) > MOST_PASSED || link - links.get(input)! > 1) return null;
    }
  }
  return links;
}

export const isLeaf = ({ op }: Node): boolean => op === 'parameter' || op === 'input' || op === 'constant';

/** The link of each node: what comes of one leaf alone, such as weights turned around, is made where it is first read. */
function placesOf(order: readonly Node[], batches: NodeTable<number>): NodeTable<number> {
  const graph = order[0]?.graph;
  const places = new NodeTable<number>(graph);
  const loose = new NodeTable<boolean>(graph);
  for (const node of order) {
    places.set(node, batches.get(node)!);
    loose.set(node, isLeaf(node) || (node.inputs.length === 1 && loose.get(node.inputs[0]!)!));
  }
  const readFirst = new NodeTable<number>(graph);
  for (const node of order.toReversed()) {
    const first = readFirst.get(node);
    if (loose.get(node) && first !== undefined) places.set(node, first);
    const place = places.get(node)!;
    for (const input of node.inputs) readFirst.set(input, Math.min(place, readFirst.get(input) ?? place));
  }
  return places;
}
