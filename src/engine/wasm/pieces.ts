import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { labelOf } from '../../graph/shape.ts';
import type { Layouts } from './layouts.ts';
import { isLeaf } from './links.ts';
import type { Roles } from './roles.ts';
import { hasBorder } from './tensor.ts';
import type { Wanted } from './wanted.ts';

/**
 * A part of a computation that is planned by itself, so small that other networks have the same: kernels that read one tensor, or
 * what passes and the host do between two kernels.
 */
export interface Piece {
  /** What it computes, and the constants that it takes, in topological order. */
  readonly nodes: readonly Node[];
  /** What it is fed: parameters, inputs, and of the pieces before it what it reads. */
  readonly fed: readonly Node[];
  /** What pieces after it read, and what was asked for. */
  readonly results: readonly Node[];
  /** Says all that its plan depends on: of two pieces with one label, the first one's plan does for both. */
  readonly label: string;
}

/** Cuts the links of a chain into pieces, in an order in which they can be computed. */
export function piecesOf(wanted: Wanted, links: NodeTable<number>, layouts: Layouts): readonly Piece[] {
  const { outputs, needed, roles, deciding } = wanted;
  const graph = needed[0]?.graph;
  const levels = levelsOf(wanted, links);
  const drafts: Draft[][] = [];
  const homes = new NodeTable<Draft>(graph);
  const read = new Set<Node>(outputs);
  for (const node of needed) {
    if (isLeaf(node)) continue;
    const level = levels.get(node)!;
    drafts[level] ??= [];
    const alike = drafts[level];
    const source = roles.of(node) === 'kernel' ? node.inputs[0] : undefined;
    let home = alike.find((draft) => draft.source === source);
    if (!home) {
      home = new Draft(source, roles, layouts);
      alike.push(home);
    }
    for (const input of node.inputs) if (!isLeaf(input) && homes.get(input) !== home) read.add(input);
    home.add(node, deciding.has(node));
    homes.set(node, home);
  }
  return drafts.flat().map((draft) => draft.finish(read));
}

/**
 * When each node is computed: kernels at odd levels, all else at even ones between them, as late as nothing else waits for it, so
 * that passes join as they would in one plan. A link's levels come after all of the link before it.
 */
function levelsOf({ outputs, needed, roles }: Wanted, links: NodeTable<number>): NodeTable<number> {
  const graph = needed[0]?.graph;
  const levels = new NodeTable<number>(graph);
  const isKernel = (node: Node) => roles.of(node) === 'kernel';
  let [link, first, last] = [0, 0, 0];
  const inOrder = needed
    .filter((node) => !isLeaf(node))
    .sort((a, b) => links.get(a)! - links.get(b)! || a.id - b.id);
  for (const node of inOrder) {
    if (links.get(node) !== link) [link, first] = [links.get(node)!, last + 2 - (last % 2)];
    let level = first;
    for (const input of node.inputs) level = Math.max(level, levels.get(input) ?? 0);
    if (isKernel(node)) level += level % 2 === 0 ? 1 : 2;
    else level += level % 2;
    levels.set(node, level);
    last = Math.max(last, level);
  }
  const latest = new NodeTable<number>(graph);
  for (const node of inOrder.toReversed()) {
    const waits = latest.get(node);
    if (!isKernel(node) && !outputs.has(node) && waits !== undefined) levels.set(node, waits);
    const level = levels.get(node)!;
    for (const input of node.inputs) {
      const known = latest.get(input);
      const own = isKernel(node) || links.get(input) !== links.get(node) ? levels.get(input) : level;
      if (own !== undefined) latest.set(input, Math.min(own, known ?? own));
    }
  }
  return levels;
}

/** A piece under way. */
class Draft {
  /** What its kernels read; undefined for passes. */
  readonly source: Node | undefined;
  readonly #roles: Roles;
  readonly #layouts: Layouts;
  readonly #nodes: Node[] = [];
  readonly #fed: Node[] = [];
  #label = '';

  constructor(source: Node | undefined, roles: Roles, layouts: Layouts) {
    this.source = source;
    this.#roles = roles;
    this.#layouts = layouts;
  }

  add(node: Node, decides: boolean): void {
    let inputs = '';
    for (const input of node.inputs) inputs += `${this.#nameOf(input)},`;
    this.#label += `${decides ? '!' : ''}${node.label}(${inputs});`;
    this.#nodes.push(node);
  }

  finish(read: ReadonlySet<Node>): Piece {
    const results = this.#nodes.filter((node) => read.has(node));
    let label = this.#label;
    for (const node of results) label += `${this.#nameOf(node)}${this.#placed(node)};`;
    return { nodes: this.#nodes, fed: this.#fed, results, label };
  }

  /** There are few of them. */
  #nameOf(node: Node): string {
    const own = this.#nodes.lastIndexOf(node);
    if (own >= 0) return `n${own}`;
    const fed = this.#fed.indexOf(node);
    return fed >= 0 ? `f${fed}` : this.#take(node);
  }

  #take(input: Node): string {
    if (input.op === 'constant') {
      this.#label += `${input.label};`;
      return `n${this.#nodes.push(input) - 1}`;
    }
    this.#label += `[${labelOf(input.shape)}]${isLeaf(input) ? '' : this.#placed(input)};`;
    return `f${this.#fed.push(input) - 1}`;
  }

  /** How a tensor goes from piece to piece: as the host's numbers, or in memory, with its border; a leaf comes from the caller. */
  #placed(node: Node): string {
    if (this.#roles.onHost(node)) return 'h';
    const layout = this.#layouts.of(node);
    return hasBorder(layout) ? `b${labelOf(layout.border)}` : 'm';
  }
}
