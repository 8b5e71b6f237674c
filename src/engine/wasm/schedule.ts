import type { Graph } from '../../graph/graph.ts';
import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { labelOf, type Shape, sameShape, sizeOf } from '../../graph/shape.ts';
import { isReduction, type Role, type Roles } from './roles.ts';

/** One pass over tensors of one shape, which computes several results. */
export interface Cluster {
  /** The shape that the pass walks over. */
  readonly domain: readonly number[];
  /** What it computes, in topological order: elementwise results and reductions. */
  readonly roots: Node[];
  /** What it reads that it does not compute itself, each once: a few. */
  readonly reads: Node[];
}

/** A kernel's node, a pass, or what the host fetches and computes one after the other. */
export type Entry = { readonly node: Node } | { readonly cluster: Cluster } | { readonly host: Node[] };

/** The nodes that an entry takes, with repetitions. */
export function inputsOf(entry: Entry): readonly Node[] {
  if ('host' in entry) return entry.host.flatMap(({ inputs }) => inputs);
  return 'node' in entry ? entry.node.inputs : entry.cluster.reads;
}

/** What is done in which order. */
export interface Schedule {
  readonly entries: readonly Entry[];
  /** The entry that computes a node; absent for what is computed on the fly. */
  readonly madeAt: NodeTable<number>;
  /** Nodes that are written somewhere, rather than computed on the fly by each pass that needs them. */
  readonly roots: ReadonlySet<Node>;
}

/** More tensors in one pass would leave no registers for their addresses. */
const MOST_READS = 12;
/** A value that is read from more tensors than this is written, not computed again by a second reader. */
const MOST_RECOMPUTED = 2;

export const domainOf = (node: Node): readonly number[] =>
  isReduction(node) ? node.inputs[0]!.shape : node.shape;

/** Orders the work, and joins elementwise operations and reductions into as few passes over memory as it finds. */
export function schedule(order: readonly Node[], outputs: ReadonlySet<Node>, roles: Roles): Schedule {
  const graph = order[0]?.graph;
  const consumers = consumersOf(order);
  const roots = new Set<Node>();
  const leaves = new NodeTable<readonly Node[]>(graph);
  const isInline = (node: Node) => roles.of(node) === 'fused' && !roots.has(node);
  const entries: Entry[] = [];
  const madeAt = new NodeTable<number>(graph);
  const open = new OpenClusters(graph);

  for (const node of order) {
    const role = roles.of(node);
    if (role === 'alias') {
      madeAt.set(node, madeAt.get(node.inputs[0]!)!);
      continue;
    }
    if (role === 'feed' || role === 'host') {
      const latest = entries.at(-1);
      if (latest && 'host' in latest) latest.host.push(node);
      else entries.push({ host: [node] });
      madeAt.set(node, entries.length - 1);
      continue;
    }
    if (role === 'kernel') {
      madeAt.set(node, entries.length);
      entries.push({ node });
      continue;
    }
    const reads = leavesOf(node, isInline, leaves);
    leaves.set(node, reads);
    const domain = domainOf(node);
    const size = sizeOf(domain);
    const large = reads.filter((leaf) => sizeOf(leaf.shape) === size);
    const users = consumers.get(node) ?? [];
    const isRoot =
      role === 'reduction' ||
      node.op === 'cumsum' ||
      outputs.has(node) ||
      users.some((user) => !isPass(roles.of(user)) || !sameShape(domainOf(user), node.shape)) ||
      (users.length > 1 && large.length > MOST_RECOMPUTED) ||
      large.length > MOST_READS / 2;
    if (!isRoot) continue;
    roots.add(node);
    const home = open.find(domain, large, ({ entry, cluster: { reads: present } }) => {
      // What the cluster itself computes for each element is at hand there; its sums are not.
      for (const leaf of reads) {
        const made = madeAt.get(leaf)!;
        if (made > entry || (made === entry && roles.of(leaf) !== 'fused')) return false;
      }
      let more = present.length;
      for (const leaf of reads) if (!present.includes(leaf)) more += 1;
      return more <= MOST_READS;
    });
    const joined = home ?? open.add({ entry: entries.length, cluster: { domain, roots: [], reads: [] } });
    if (!home) entries.push({ cluster: joined.cluster });
    joined.cluster.roots.push(node);
    for (const leaf of reads) {
      if (madeAt.get(leaf) === joined.entry) continue;
      if (joined.cluster.reads.includes(leaf)) continue;
      joined.cluster.reads.push(leaf);
      open.touches(joined, leaf);
    }
    open.touches(joined, node);
    madeAt.set(node, joined.entry);
  }
  return { entries, madeAt, roots };
}

const isPass = (role: Role): boolean => role === 'fused' || role === 'reduction';

/** The nodes that take each node, each of them once. */
function consumersOf(order: readonly Node[]): NodeTable<Node[]> {
  const consumers = new NodeTable<Node[]>(order[0]?.graph);
  for (const node of order) {
    for (const input of node.inputs) {
      const list = consumers.get(input);
      if (!list) consumers.set(input, [node]);
      else if (list.at(-1) !== node) list.push(node);
    }
  }
  return consumers;
}

/** What a pass that computes this node must read: its inputs, or what those read that are computed on the fly. */
function leavesOf(
  { inputs }: Node,
  isInline: (node: Node) => boolean,
  leaves: NodeTable<readonly Node[]>,
): readonly Node[] {
  const reads: Node[] = [];
  for (const input of inputs) {
    for (const leaf of isInline(input) ? leaves.get(input)! : [input])
      if (!reads.includes(leaf)) reads.push(leaf);
  }
  return reads;
}

/** A cluster that may still grow, with its entry in the schedule. */
interface OpenCluster {
  readonly entry: number;
  readonly cluster: Cluster;
}

/** The clusters so far, found by what they read or make: a graph has hundreds, and each result looks for its home. */
class OpenClusters {
  readonly #byShape = new Map<string, OpenCluster[]>();
  readonly #byTensor: NodeTable<OpenCluster[]>;

  constructor(graph: Graph | undefined) {
    this.#byTensor = new NodeTable(graph);
  }

  add(cluster: OpenCluster): OpenCluster {
    const shape = labelOf(cluster.cluster.domain);
    const alike = this.#byShape.get(shape);
    if (alike) alike.push(cluster);
    else this.#byShape.set(shape, [cluster]);
    return cluster;
  }

  /** Notes that a cluster reads or makes this tensor. */
  touches(cluster: OpenCluster, tensor: Node): void {
    const touching = this.#byTensor.get(tensor);
    if (!touching) this.#byTensor.set(tensor, [cluster]);
    else if (!touching.includes(cluster)) touching.push(cluster);
  }

  /** The latest cluster of this shape that touches one of the tensors (any, if there are none) and that is accepted. */
  find(
    domain: Shape,
    tensors: readonly Node[],
    accept: (cluster: OpenCluster) => boolean,
  ): OpenCluster | undefined {
    let latest: OpenCluster | undefined;
    const consider = (candidates: readonly OpenCluster[] = []) => {
      for (const candidate of candidates) {
        if (latest && candidate.entry <= latest.entry) continue;
        if (sameShape(candidate.cluster.domain, domain) && accept(candidate)) latest = candidate;
      }
    };
    if (tensors.length === 0) consider(this.#byShape.get(labelOf(domain)));
    for (const tensor of tensors) consider(this.#byTensor.get(tensor));
    return latest;
  }
}
