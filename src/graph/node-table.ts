import type { Graph } from './graph.ts';
import type { Node } from './op.ts';

/** Values by the nodes of one graph: it has thousands of them, and each is asked for many times. */
export class NodeTable<Value> {
  readonly #values: (Value | undefined)[];

  constructor(graph: Graph | undefined) {
    this.#values = new Array(graph?.nodes.length ?? 0);
  }

  get(node: Node): Value | undefined {
    return this.#values[node.id];
  }

  set(node: Node, value: Value): void {
    this.#values[node.id] = value;
  }
}
