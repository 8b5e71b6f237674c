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
    const label = op + spelled(attrs);
    let key = label;
    for (const { id } of inputs) key += `,${id}`;
    const known = this.#known.get(key);
    if (known) return known as Node<K>;
    const definition: OpDefinition<K> = OPS[op];
    const shape = definition.infer(
      inputs.map((input) => input.shape),
      attrs,
    );
    const node: Node<K> = { graph: this, id: this.#nodes.length, op, inputs, attrs, shape, label };
    this.#nodes.push(node);
    this.#known.set(key, node);
    return node;
  }

  /** A tensor that is fed at run time. */
  input(name: string, shape: Shape): Node<'input'> {
    return this.make('input', [], { name, extents: shape });
  }

  /** A tensor that the network owns, under its name in the official checkpoint. */
  parameter(
    name: string,
    shape: Shape,
    { init = 'default', absolute = false }: { init?: ParameterInit; absolute?: boolean } = {},
  ): Node<'parameter'> {
    return this.make('parameter', [], { name, extents: shape, init, absolute });
  }

  /** A scalar. */
  constant(value: number): Node<'constant'> {
    return this.make('constant', [], { value });
  }
}

/** Attributes as text, different for different ones: text says how long it is. Graphs ask thousands of times. */
function spelled(attrs: object): string {
  let text = '';
  for (const name in attrs) {
    const value: unknown = attrs[name as keyof typeof attrs];
    text += ` ${name}=`;
    if (Array.isArray(value)) for (const part of value as readonly number[]) text += `${part},`;
    else text += typeof value === 'string' ? `${value.length}:${value}` : String(value);
  }
  return text;
}

/** The nodes that these, of one graph, depend on, themselves included, in topological order. */
export function ancestors(outputs: readonly Node[]): Node[] {
  const nodes = outputs[0]?.graph.nodes ?? [];
  const needed = new Uint8Array(nodes.length);
  for (const node of outputs) needed[node.id] = 1;
  let last = nodes.length - 1;
  while (last >= 0 && needed[last] === 0) last -= 1;
  for (let id = last; id >= 0; id -= 1) {
    if (needed[id] === 0) continue;
    for (const input of nodes[id]!.inputs) needed[input.id] = 1;
  }
  return nodes.filter(({ id }) => needed[id] === 1);
}
