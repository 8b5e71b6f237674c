import type { Network, NetworkBuilder } from '../graph/network.ts';
import { formatShape, GraphError } from '../graph/shape.ts';
import { InputError } from '../input-error.ts';
import type { Importer } from './importer.ts';
import { IMPORTERS } from './importers.ts';
import type { OnnxModel, OnnxNode } from './model.ts';
import { openSite } from './site.ts';
import type { Tensors } from './tensors.ts';
import { type Constant, images, nodeIn, type Value } from './value.ts';

/** A network of a file, and the numbers of its parameters. */
export interface Imported {
  readonly network: Network;
  /** By the names that the network's parameters have. */
  readonly constants: ReadonlyMap<string, Constant>;
}

/** Operators at the end that make probabilities of logits. */
const PROBABILITIES: ReadonlySet<string> = new Set(['Softmax', 'LogSoftmax']);

/**
 * Lays the network of a model down with this builder: from its one input to its logits, [batch, classes].
 * @throws {InputError} naming the node that cannot be imported
 */
export function importNetwork(model: OnnxModel, tensors: Tensors, net: NetworkBuilder): Imported {
  const { path, nodes } = model;
  const [input] = model.inputs;
  const output = logitsOf(model);
  const importers = nodes.map((node) => importerOf(node, path));
  const homogeneous = isHomogeneous(model, importers);
  const values = new Map<string, Value>([[input!.name, images(net.images)]]);
  for (const name of model.initializers.keys()) values.set(name, tensors.constant(name));
  const constants = new Map<string, Constant>();
  const absorbed = new Set<OnnxNode>();
  const uses = usesOf(model);
  const lastUse = new Map<string, number>();
  nodes.forEach((node, i) => {
    for (const name of node.inputs) lastUse.set(name, i);
  });
  const open = new Set<string>([input!.name]);
  const needed = ancestorsOf(nodes, output);
  nodes.forEach((node, index) => {
    if (!needed.has(node)) return;
    const site = openSite({ node, model, net, tensors, values, constants, uses, absorbed, homogeneous });
    const results = absorbed.has(node) ? [site.alias()] : [importNode(importers[index]!, site)].flat();
    node.outputs.forEach((name, i) => {
      const value = results[i];
      if (name === '' || !value) return;
      values.set(name, value);
      if (value.kind === 'activation') open.add(name);
    });
    for (const name of node.inputs) if (lastUse.get(name) === index) open.delete(name);
    if (homogeneous && CUT_AFTER.has(node.op)) cutOpen(net, values, open, node.outputs[0]!);
  });
  const logits = values.get(output);
  if (logits?.kind !== 'activation' || logits.dims.length !== 2) {
    const is = logits ? formatShape(logits.dims) : 'missing';
    throw new InputError(
      `${path}: its output is ${is}, not [batch, classes]: classification models are scored`,
    );
  }
  return { network: net.finish(nodeIn(logits, [0, 1]), homogeneous), constants };
}

/** Divides all tensors on their way by the sum of the newest: all that follows depends on them alone. */
function cutOpen(
  net: NetworkBuilder,
  values: Map<string, Value>,
  open: ReadonlySet<string>,
  newest: string,
): void {
  if (!open.has(newest)) return;
  const names = [...open].filter((name) => name !== newest).concat(newest);
  const nodes = names.flatMap((name) => {
    const value = values.get(name);
    return value?.kind === 'activation' ? [{ name, value }] : [];
  });
  const cut = net.cutAll(nodes.map(({ value }) => value.node));
  nodes.forEach(({ name, value }, i) => {
    values.set(name, { ...value, node: cut[i]! });
  });
}

/** Operators whose results grow from layer to layer. */
const CUT_AFTER: ReadonlySet<string> = new Set(['Conv', 'Add']);

function importNode(importer: Importer, site: ReturnType<typeof openSite>): ReturnType<Importer['import']> {
  try {
    return importer.import(site);
  } catch (error) {
    if (error instanceof GraphError) throw site.refuse(`${error.message}: check the model, and --size`);
    throw error;
  }
}

function importerOf({ name, op }: OnnxNode, path: string): Importer {
  const importer = IMPORTERS.get(op) ?? (PROBABILITIES.has(op) ? PASS : undefined);
  if (importer) return importer;
  throw new InputError(
    `${path}, node ${name}: the operator ${op} is not read (${IMPORTERS.size} others are): export the model without it`,
  );
}

/** Stands for what is behind the logits; within the network it is refused. */
const PASS: Importer = {
  homogeneous: 'never',
  import(site) {
    throw site.refuse(`${site.node.op} is read at the very end alone: export the model without it`);
  },
};

/** The name of the tensor that holds the logits: what a last softmax takes, else the output. */
function logitsOf({ path, outputs, inputs, nodes }: OnnxModel): string {
  if (inputs.length !== 1) {
    const names = inputs.map(({ name }) => name).join(', ');
    throw new InputError(
      `${path} has ${inputs.length} inputs (${names}): models of one image tensor are scored`,
    );
  }
  const [output] = outputs;
  if (!output) throw new InputError(`${path} has no output: export it again`);
  const last = nodes.find((node) => node.outputs.includes(output.name));
  return last && PROBABILITIES.has(last.op) ? last.inputs[0]! : output.name;
}

/** The nodes that a value depends on. */
function ancestorsOf(nodes: readonly OnnxNode[], output: string): ReadonlySet<OnnxNode> {
  const wanted = new Set([output]);
  const needed = new Set<OnnxNode>();
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    needed.add(node);
    for (const name of node.inputs) wanted.add(name);
  }
  return needed;
}

function usesOf({ nodes, outputs }: OnnxModel): ReadonlyMap<string, readonly OnnxNode[]> {
  const uses = new Map<string, OnnxNode[]>();
  for (const node of nodes) {
    for (const name of node.inputs) {
      const list = uses.get(name);
      if (list) list.push(node);
      else uses.set(name, [node]);
    }
  }
  // An output of the model is used outside, so nothing may be done in its stead.
  for (const { name } of outputs) uses.delete(name);
  return uses;
}

function isHomogeneous({ nodes, initializers }: OnnxModel, importers: readonly Importer[]): boolean {
  const known = new Set(initializers.keys());
  return nodes.every((node, i) => {
    const given = node.op === 'Shape' || node.inputs.every((name) => name === '' || known.has(name));
    if (given) {
      for (const name of node.outputs) known.add(name);
      return true;
    }
    const { homogeneous } = importers[i]!;
    if (homogeneous === 'always' || PROBABILITIES.has(node.op)) return true;
    return homogeneous === 'of activations' && !node.inputs.some((name) => known.has(name));
  });
}
