import type { Node, Padding } from '../../graph/op.ts';
import { wantedBorder } from './conv-geometry.ts';
import type { Roles } from './roles.ts';
import { type Layout, layoutOf, NO_BORDER } from './tensor.ts';

/** How the tensors of a graph lie in memory. */
export class Layouts {
  readonly #roles: Roles;
  readonly #borders: ReadonlyMap<Node, Padding>;
  /** By the node's id. */
  readonly #known: Layout[] = [];

  /** @param guests layouts that are given, of tensors that other plans make or read */
  constructor(order: readonly Node[], roles: Roles, guests: ReadonlyMap<Node, Layout> = new Map()) {
    this.#roles = roles;
    for (const [node, layout] of guests) this.#known[node.id] = layout;
    this.#borders = bordersOf(order, roles);
  }

  of(node: Node): Layout {
    if (isReshaped(node, this.#roles)) return layoutOf(node.shape);
    const source = sourceOf(node, this.#roles);
    this.#known[source.id] ??= layoutOf(source.shape, this.#borders.get(source));
    return this.#known[source.id]!;
  }
}

/** The node whose memory this one shares: itself, unless it is an alias. */
export function sourceOf(node: Node, roles: Roles): Node {
  return roles.of(node) === 'alias' ? sourceOf(node.inputs[0]!, roles) : node;
}

/** Whether a node is another's memory under another shape; that other has no border then. */
function isReshaped(node: Node, roles: Roles): boolean {
  return roles.of(node) === 'alias' && (node.op === 'reshape' || isReshaped(node.inputs[0]!, roles));
}

/** Gives the tensors that windows slide over the border they want, where nothing else minds it. */
function bordersOf(order: readonly Node[], roles: Roles): ReadonlyMap<Node, Padding> {
  const borders = new Map<Node, Padding>();
  const compact = new Set<Node>();
  for (const node of order) {
    const role = roles.of(node);
    if (role === 'host' || role === 'feed') continue;
    node.inputs.forEach((input, i) => {
      const source = sourceOf(input, roles);
      const border = role === 'kernel' ? wantedBorder(node, i) : null;
      if (border?.every((width) => width >= 0)) {
        const known = borders.get(source) ?? NO_BORDER;
        borders.set(source, border.map((width, side) => Math.max(width, known[side]!)) as unknown as Padding);
      }
      const minds =
        (role === 'alias' && node.op === 'reshape') || node.op === 'matmul' || node.op.startsWith('maxPool');
      if (
        minds ||
        (role === 'kernel' && node.op.startsWith('conv2d') && i === 1 && node.op !== 'conv2dWeightGrad')
      ) {
        compact.add(source);
      }
    });
    if (node.op.startsWith('maxPool') || node.op === 'conv2dWeightGrad') compact.add(node);
  }
  for (const node of compact) borders.delete(node);
  for (const node of borders.keys()) if (node.shape.length !== 4) borders.delete(node);
  return borders;
}
