import type { Node } from '../../graph/op.ts';
import { sameShape, sizeOf } from '../../graph/shape.ts';
import type { Roles } from './roles.ts';

/** One pass over tensors of one shape, which computes several results. */
export interface Cluster {
  /** The shape that the pass walks over. */
  readonly domain: readonly number[];
  /** What it computes, in topological order: elementwise results and reductions. */
  readonly roots: Node[];
}

export type Entry = { readonly node: Node } | { readonly cluster: Cluster };

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
  /** Clusters by the shape they walk over, with their entry and what they read. */
  const open = new Map<string, { entry: number; cluster: Cluster; reads: Set<Node> }[]>();

  for (const node of order) {
    const role = roles.of(node);
    if (role === 'alias') {
      madeAt.set(node, madeAt.get(node.inputs[0]!)!);
      continue;
    }
    if (role !== 'fused' && role !== 'reduction') {
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
    const key = domain.join();
    const candidates = open.get(key) ?? [];
    open.set(key, candidates);
    const home = candidates.findLast(({ entry, reads: present }) => {
      // What the cluster itself computes for each element is at hand there; its sums are not.
      const ready = [...reads].every((leaf) => {
        const made = madeAt.get(leaf)!;
        return made < entry || (made === entry && roles.of(leaf) === 'fused');
      });
      const shared =
        large.length === 0 || large.some((leaf) => present.has(leaf) || madeAt.get(leaf) === entry);
      return ready && shared && new Set([...present, ...reads]).size <= MOST_READS;
    });
    if (home) {
      home.cluster.roots.push(node);
      for (const leaf of reads) if (madeAt.get(leaf) !== home.entry) home.reads.add(leaf);
      madeAt.set(node, home.entry);
    } else {
      const cluster = { domain, roots: [node] };
      candidates.push({ entry: entries.length, cluster, reads: new Set(reads) });
      madeAt.set(node, entries.length);
      entries.push({ cluster });
    }
  }
  return { entries, madeAt, roots };
}
