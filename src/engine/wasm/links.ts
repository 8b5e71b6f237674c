import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Wanted } from './wanted.ts';

/** A part of a computation that reads only what is fed and what the part before it makes. */
export interface Link {
  /** What it computes, and the constants that it takes, in topological order. */
  readonly nodes: readonly Node[];
  /** What it is fed: parameters, inputs, and of the part before it what it reads. */
  readonly fed: readonly Node[];
  /** What the part after it reads, and what was asked for. */
  readonly results: readonly Node[];
  /** Says all that its plan depends on: of two links with one label, the first one's plan does for both. */
  readonly label: string;
}

/** Elements of one tensor that may go from link to link: it is copied, and should stay in the cache. */
const MOST_PASSED = 2 ** 17;

/**
 * Cuts a computation into the links of a chain, or null where it is none. A new link begins where a whole batch must have gone
 * by, as at a sum that all further tensors are divided by.
 */
export function linksOf({ outputs, needed, batches, deciding }: Wanted): readonly Link[] | null {
  if ([...outputs].some(isLeaf)) return null;
  const linkOf = placesOf(needed, batches);
  const drafts: Draft[] = [];
  const read = new Set<Node>(outputs);
  for (const node of needed) {
    if (isLeaf(node)) continue;
    const place = linkOf.get(node)!;
    drafts[place] ??= new Draft();
    for (const input of node.inputs) {
      if (isLeaf(input) || linkOf.get(input) === place) continue;
      if (linkOf.get(input) !== place - 1 || sizeOf(input.shape) > MOST_PASSED) return null;
      read.add(input);
    }
    drafts[place].add(node, deciding.has(node));
  }
  return drafts.map((draft) => draft.finish(read));
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

/** A link under way. */
class Draft {
  readonly #nodes: Node[] = [];
  readonly #fed: Node[] = [];
  readonly #known = new Map<Node, string>();
  #label = '';

  add(node: Node, decides: boolean): void {
    const inputs = node.inputs.map((input) => this.#known.get(input) ?? this.#take(input));
    this.#label += `${decides ? '!' : ''}${node.label}(${inputs});`;
    this.#known.set(node, `n${this.#nodes.push(node)}`);
  }

  #take(input: Node): string {
    const name = input.op === 'constant' ? `n${this.#nodes.push(input)}` : `f${this.#fed.push(input)}`;
    this.#known.set(input, name);
    this.#label += input.op === 'constant' ? `${input.label};` : `[${input.shape}];`;
    return name;
  }

  finish(read: ReadonlySet<Node>): Link {
    const results = this.#nodes.filter((node) => read.has(node));
    const label = `${this.#label}${results.map((node) => this.#known.get(node))}`;
    return { nodes: this.#nodes, fed: this.#fed, results, label };
  }
}
