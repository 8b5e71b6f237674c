import type { Node, OpAttrs, OpDefinition, OpName, ParameterInit } from './op.ts';
import { OPS } from './ops/index.ts';
import type { Shape } from './shape.ts';

/** A network's computation: nodes in topological order, equal computations shared. Holds no numbers. */
export class Graph {
  readonly #nodes: Node[] = [];
  readonly #known = new Map<string, Node>();

  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  /** The node that applies `op` to `inputs`: the one that exists already, or a new one. */
  make<K extends OpName>(op: K, inputs: readonly Node[], attrs: OpAttrs[K]): Node<K> {
    let key = op + spelled(attrs);
    for (const input of inputs) key += `,${input.id}`;
    const known = this.#known.get(key);
    if (known) return known as Node<K>;
    const definition: OpDefinition<K> = OPS[op];
    const shape = definition.infer(
      inputs.map((input) => input.shape),
      attrs,
    );
    const node: Node<K> = { graph: this, id: this.#nodes.length, op, inputs, attrs, shape };
    this.#nodes.push(node);
    this.#known.set(key, node);
    return node;
  }

  /** A tensor that is fed at run time. */
  input(name: string, shape: Shape): Node<'input'> {
    return this.make('input', [], { name, extents: shape });
  }

  /** A tensor that the network owns, under its name in the official checkpoint. */
  parameter(name: string, shape: Shape, init: ParameterInit = 'default'): Node<'parameter'> {
    return this.make('parameter', [], { name, extents: shape, init });
  }

  /** A scalar. */
  constant(value: number): Node<'constant'> {
    return this.make('constant', [], { value });
  }
}

/** Attributes as text, different for different ones: of their values only text needs quotes. Graphs ask thousands of times. */
function spelled(attrs: object): string {
  let text = '';
  for (const [name, value] of Object.entries(attrs)) {
    text += ` ${name}=${typeof value === 'string' ? JSON.stringify(value) : `[${value}]`}`;
  }
  return text;
}

/** The nodes that these depend on, themselves included, in topological order. */
export function ancestors(outputs: readonly Node[]): Node[] {
  const seen = new Set<Node>();
  const pending = [...outputs];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    pending.push(...node.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
