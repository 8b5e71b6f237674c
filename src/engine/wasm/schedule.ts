import type { Node } from '../../graph/op.ts';
import { type Shape, sameShape, sizeOf } from '../../graph/shape.ts';
import type { Roles } from './roles.ts';

/** One pass over tensors of one shape, which computes several results. */
export interface Cluster {
  /** The shape that the pass walks over. */
  readonly domain: readonly number[];
  /** What it computes, in topological order: elementwise results and reductions. */
  readonly roots: Node[];
}

/** A kernel's node, a pass, or what the host fetches and computes one after the other. */
export type Entry = { readonly node: Node } | { readonly cluster: Cluster } | { readonly host: Node[] };

/** The nodes that an entry takes; of a pass, what `ofPass` says. */
export function inputsOf(entry: Entry, ofPass: (cluster: Cluster) => Iterable<Node>): Node[] {
  if ('host' in entry) return entry.host.flatMap(({ inputs }) => inputs);
  return 'node' in entry ? [...entry.node.inputs] : [...ofPass(entry.cluster)];
}

/** What is done in which order. */
export interface Schedule {
  readonly entries: readonly Entry[];
  /** The entry that computes a node; absent for what is computed on the fly. */
  readonly madeAt: ReadonlyMap<Node, number>;
  /** Nodes that are written somewhere, rather than computed on the fly by each pass that needs them. */
  readonly roots: ReadonlySet<Node>;
}

/** More tensors in one pass would leave no registers for their addresses. */
const MOST_READS = 12;
/** A value that is read from more tensors than this is written, not computed again by a second reader. */
const MOST_RECOMPUTED = 1;

export const domainOf = (node: Node): readonly number[] =>
  node.op === 'sum' || node.op === 'variance' ? node.inputs[0]!.shape : node.shape;

/** Orders the work, and joins elementwise operations and reductions into as few passes over memory as it finds. */
export function schedule(order: readonly Node[], outputs: ReadonlySet<Node>, roles: Roles): Schedule {
  const consumers = new Map<Node, Node[]>();
  for (const node of order) {
    for (const input of new Set(node.inputs)) {
      const list = consumers.get(input);
      if (list) list.push(node);
      else consumers.set(input, [node]);
    }
  }
  const roots = new Set<Node>();
  const leaves = new Map<Node, ReadonlySet<Node>>();
  const isInline = (node: Node) => roles.of(node) === 'fused' && !roots.has(node);
  const entries: Entry[] = [];
  const madeAt = new Map<Node, number>();
  const open = new OpenClusters();

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
    const reads = new Set<Node>();
    for (const input of node.inputs) {
      if (isInline(input)) for (const leaf of leaves.get(input)!) reads.add(leaf);
      else reads.add(input);
    }
    leaves.set(node, reads);
    const domain = domainOf(node);
    const size = sizeOf(domain);
    const large = [...reads].filter((leaf) => sizeOf(leaf.shape) === size);
    const users = consumers.get(node) ?? [];
    const isRoot =
      role === 'reduction' ||
      outputs.has(node) ||
      users.some(
        (user) => !['fused', 'reduction'].includes(roles.of(user)) || !sameShape(domainOf(user), node.shape),
      ) ||
      (users.length > 1 && large.length > MOST_RECOMPUTED) ||
      large.length > MOST_READS / 2;
    if (!isRoot) continue;
    roots.add(node);
    const home = open.find(domain, large, ({ entry, reads: present }) => {
      // What the cluster itself computes for each element is at hand there; its sums are not.
      for (const leaf of reads) {
        const made = madeAt.get(leaf)!;
        if (made > entry || (made === entry && roles.of(leaf) !== 'fused')) return false;
      }
      let more = present.size;
      for (const leaf of reads) if (!present.has(leaf)) more += 1;
      return more <= MOST_READS;
    });
    const joined =
      home ?? open.add({ entry: entries.length, cluster: { domain, roots: [] }, reads: new Set() });
    if (!home) entries.push({ cluster: joined.cluster });
    joined.cluster.roots.push(node);
    for (const leaf of reads) {
      if (madeAt.get(leaf) === joined.entry) continue;
      joined.reads.add(leaf);
      open.touches(joined, leaf);
    }
    open.touches(joined, node);
    madeAt.set(node, joined.entry);
  }
  return { entries, madeAt, roots };
}

/** A cluster that may still grow, with its entry in the schedule and what it reads. */
interface OpenCluster {
  readonly entry: number;
  readonly cluster: Cluster;
  readonly reads: Set<Node>;
}

/** The clusters so far, found by what they read or make: a graph has hundreds, and each result looks for its home. */
class OpenClusters {
  readonly #byShape = new Map<string, OpenCluster[]>();
  readonly #byTensor = new Map<Node, OpenCluster[]>();

  add(cluster: OpenCluster): OpenCluster {
    push(this.#byShape, cluster.cluster.domain.join(), cluster);
    return cluster;
  }

  /** Notes that a cluster reads or makes this tensor. */
  touches(cluster: OpenCluster, tensor: Node): void {
    const touching = this.#byTensor.get(tensor);
    if (!touching?.includes(cluster)) push(this.#byTensor, tensor, cluster);
  }

  /** The latest cluster of this shape that touches one of the tensors (any, if there are none) and that is accepted. */
  find(
    domain: Shape,
    tensors: readonly Node[],
    accept: (cluster: OpenCluster) => boolean,
  ): OpenCluster | undefined {
    const candidates =
      tensors.length === 0
        ? (this.#byShape.get(domain.join()) ?? [])
        : tensors.flatMap((tensor) => this.#byTensor.get(tensor) ?? []);
    let latest: OpenCluster | undefined;
    for (const candidate of candidates) {
      if (latest && candidate.entry <= latest.entry) continue;
      if (sameShape(candidate.cluster.domain, domain) && accept(candidate)) latest = candidate;
    }
    return latest;
  }
}

function push<Key>(lists: Map<Key, OpenCluster[]>, key: Key, cluster: OpenCluster): void {
  const list = lists.get(key);
  if (list) list.push(cluster);
  else lists.set(key, [cluster]);
}
