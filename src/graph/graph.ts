import type { Node, OpAttrs, OpDefinition, OpName, ParameterInit } from './op.ts';
import { OPS } from './ops/index.ts';
import { labelOf, type Shape } from './shape.ts';

/** A network's computation: nodes in topological order, equal computations shared. Holds no numbers. */
export class Graph {
  readonly #nodes: Node[] = [];
  /** What takes nothing, by its label. */
  readonly #leaves = new Map<string, Node>();
  /** What takes a node, by its id. */
  readonly #consumers: Node[][] = [];

  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  /** The node that applies `op` to `inputs`: the one that exists already, or a new one. */
  make<K extends OpName>(op: K, inputs: readonly Node[], attrs: OpAttrs[K]): Node<K> {
    const label = op + spelled(attrs);
    const known = this.#find(label, inputs);
    if (known) return known as Node<K>;
    const definition: OpDefinition<K> = OPS[op];
    const shape = definition.infer(
      inputs.map((input) => input.shape),
      attrs,
    );
    const node: Node<K> = { graph: this, id: this.#nodes.length, op, inputs, attrs, shape, label };
    this.#nodes.push(node);
    this.#consumers.push([]);
    if (inputs.length === 0) this.#leaves.set(label, node);
    for (let i = 0; i < inputs.length; i += 1) this.#consumers[inputs[i]!.id]!.push(node);
    return node;
  }

  /** Looks among what takes the input that the fewest take. */
  #find(label: string, inputs: readonly Node[]): Node | undefined {
    if (inputs.length === 0) return this.#leaves.get(label);
    let fewest = this.#consumers[inputs[0]!.id]!;
    for (let i = 1; i < inputs.length; i += 1) {
      const consumers = this.#consumers[inputs[i]!.id]!;
      if (consumers.length < fewest.length) fewest = consumers;
    }
    for (let i = 0; i < fewest.length; i += 1) {
      const node = fewest[i]!;
      if (node.label === label && takes(node, inputs)) return node;
    }
    return undefined;
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

/** Whether a node's inputs are these. */
function takes(node: Node, inputs: readonly Node[]): boolean {
  if (node.inputs.length !== inputs.length) return false;
  for (let i = 0; i < inputs.length; i += 1) if (node.inputs[i] !== inputs[i]) return false;
  return true;
}

/** Attributes as text, different for different ones: text says how long it is. Graphs ask thousands of times. */
function spelled(attrs: object): string {
  let text = '';
  for (const name in attrs) {
    const value: unknown = attrs[name as keyof typeof attrs];
    text += ` ${name}=`;
    if (Array.isArray(value)) text += labelOf(value as readonly number[]);
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
  const found: Node[] = [];
  for (let id = 0; id <= last; id += 1) if (needed[id] === 1) found.push(nodes[id]!);
  return found;
}
