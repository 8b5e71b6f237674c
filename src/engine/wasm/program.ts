import { ancestors } from '../../graph/graph.ts';
import type { Node, OpName, Padding } from '../../graph/op.ts';
import { formatShape, GraphError, sizeOf } from '../../graph/shape.ts';
import type { Feed, Program } from '../engine.ts';
import { type ComputedOp, kernelOf } from '../reference/kernels.ts';
import { agreementStep } from './agreement-step.ts';
import { aligned, planArena } from './arena.ts';
import { borderClearer } from './border.ts';
import { wantedBorder } from './conv-geometry.ts';
import { convInputGradStep, convStep } from './conv-step.ts';
import { convWeightGradStep } from './conv-weight-grad-step.ts';
import { writeCluster } from './fused-program.ts';
import { fusedStep } from './fused-step.ts';
import type { KernelCache } from './kernel-cache.ts';
import { matmulStep } from './matmul-step.ts';
import type { EngineMemory } from './memory.ts';
import { avgPoolGradStep, avgPoolStep, maxPoolStep } from './pool-step.ts';
import { Roles } from './roles.ts';
import { type Cluster, schedule } from './schedule.ts';
import type { Site, Step } from './step.ts';
import { type Layout, layoutOf, NO_BORDER, placeAt } from './tensor.ts';
import { copyIn, copyOut } from './transfer.ts';

/** Values of the host's during a run. */
type HostValues = Map<Node, Float64Array>;

/** One entry of the schedule, ready for planning: memory it needs, and how it becomes a function. */
interface Work {
  readonly scratch: number;
  readonly reads: readonly Node[];
  readonly prepare: (site: Site, scratch: number) => (host: HostValues, feed: Feed) => void;
}

export interface WasmContext {
  readonly memory: EngineMemory;
  readonly kernels: KernelCache;
  readonly fused: boolean;
  readonly small: number;
}

/** Where the first tensor lies. */
const ARENA_START = 64;
/** Tensors up to this size are not worth planning. */
const SMALL_BYTES = 16384;

/** Plans a graph's computation: who computes what, in which passes, in which memory. */
export function compileProgram(outputs: ReadonlyMap<string, Node>, context: WasmContext): Program {
  const wanted = new Set(outputs.values());
  const order = ancestors([...wanted]);
  const roles = new Roles(order, context.small);
  const { entries, madeAt, roots } = schedule(order, wanted, roles);
  const isInline = (node: Node) => roles.of(node) === 'fused' && !roots.has(node);
  const borders = bordersOf(order, roles);
  const layouts: Layout[] = [];
  const layout = (node: Node) => {
    if (isReshaped(node, roles)) return layoutOf(node.shape);
    const source = sourceOf(node, roles);
    layouts[source.id] ??= layoutOf(source.shape, borders.get(source));
    return layouts[source.id]!;
  };

  // Which results of passes are read from outside of the pass that makes them.
  const read = new Set<Node>(wanted);
  const readsOf = new Map<Cluster, ReadonlySet<Node>>();
  for (const [index, entry] of entries.entries()) {
    if ('node' in entry) for (const input of entry.node.inputs) read.add(sourceOf(input, roles));
    else {
      const reads = externalReads(entry.cluster, isInline, (node) => madeAt.get(node) === index);
      readsOf.set(entry.cluster, reads);
      for (const node of reads) read.add(sourceOf(node, roles));
    }
  }
  for (const node of order) if (roles.of(node) === 'alias') read.add(sourceOf(node, roles));

  const deciding = decidingNodes(order);
  const works = entries.map((entry): Work => {
    if ('node' in entry) return workFor(entry.node, roles, layout, deciding.has(entry.node));
    const written = writeCluster(entry.cluster, isInline, (node) => read.has(node));
    const step = fusedStep(written, entry.cluster.domain, layout);
    return {
      scratch: step.scratch,
      reads: written.operands.map(({ node }) => node),
      prepare(site, scratch) {
        const run = step.prepare(site, scratch);
        return (host) => {
          for (const [node, value] of run()) host.set(node, value);
        };
      },
    };
  });

  // Host values that kernels read have a copy in memory, made when they are computed.
  const uploads = new Map<number, Set<Node>>();
  const tensors = new Map<Node, { first: number; last: number }>();
  const touch = (node: Node, index: number) => {
    const source = sourceOf(node, roles);
    const made = madeAt.get(source)!;
    const life = tensors.get(source) ?? { first: made, last: made };
    life.last = Math.max(life.last, index);
    tensors.set(source, life);
    if (roles.onHost(source)) {
      const list = uploads.get(made) ?? new Set();
      uploads.set(made, list.add(source));
    }
  };
  works.forEach(({ reads }, index) => {
    for (const node of reads) touch(node, index);
  });
  for (const node of order) {
    if (roles.onHost(node) || isInline(node) || roles.of(node) === 'alias') continue;
    if (madeAt.has(node) && (roles.of(node) !== 'fused' || read.has(node))) touch(node, madeAt.get(node)!);
  }
  // What the host reads out of memory must stay until it does.
  entries.forEach((entry, index) => {
    if (!('node' in entry) || !roles.onHost(entry.node)) return;
    for (const input of entry.node.inputs) if (!roles.onHost(input)) touch(input, index);
  });
  for (const node of wanted) if (!roles.onHost(node)) touch(node, entries.length);

  const sources = [...tensors.keys()];
  const large = sources.filter((node) => layout(node).bytes > SMALL_BYTES);
  const arena = planArena(large.map((node) => ({ bytes: layout(node).bytes, ...tensors.get(node)! })));
  const addresses = new Map(large.map((node, i) => [node, ARENA_START + arena.offsets[i]!]));
  // Small tensors are many and cheap: each has a place of its own. Only one step runs, so all share one scratch.
  let end = ARENA_START + arena.bytes;
  for (const node of sources) {
    if (addresses.has(node)) continue;
    addresses.set(node, end);
    end = aligned(end + layout(node).bytes);
  }
  const scratchAt = end;
  end += works.reduce((most, { scratch }) => Math.max(most, scratch), 0);
  const site: Site = {
    memory: context.memory,
    kernels: context.kernels,
    fused: context.fused,
    tensor(node) {
      const source = sourceOf(node, roles);
      const place = layout(node);
      return placeAt(place, addresses.get(source)!);
    },
  };
  const lastUses = hostLastUses(entries.length, order, roles, madeAt, wanted, readsOf);
  const runs = works.map(({ prepare }, index) => {
    const run = prepare(site, scratchAt);
    const copies = [...(uploads.get(index) ?? [])].map((node) => {
      const tensor = site.tensor(node);
      return { node, tensor, clear: borderClearer(tensor, site.kernels) };
    });
    return (host: HostValues, feed: Feed) => {
      run(host, feed);
      for (const { node, tensor, clear } of copies) {
        clear();
        copyIn(context.memory, host.get(node)!, tensor);
      }
      for (const node of lastUses[index]!) host.delete(node);
    };
  });
  context.kernels.compile();

  return {
    run(feed) {
      context.memory.reserve(end);
      const host: HostValues = new Map();
      for (const run of runs) run(host, feed);
      return new Map(
        [...outputs].map(([name, node]) => [
          name,
          host.get(node) ?? copyOut(context.memory, site.tensor(node)),
        ]),
      );
    },
  };
}

/** Operations whose result jumps where an input passes a threshold. */
const THRESHOLDS: ReadonlySet<OpName> = new Set<OpName>([
  'relu',
  'step',
  'sign',
  'agreement',
  'maxPool',
  'maxPoolGather',
  'maxPoolGrad',
]);

/** The nodes whose roundings decide on which side of a threshold something falls. */
function decidingNodes(order: readonly Node[]): ReadonlySet<Node> {
  const thresholds = order.filter((node) => THRESHOLDS.has(node.op));
  return new Set(ancestors(thresholds.map((node) => node.inputs[0]!)));
}

/** Whether a node is another's memory under another shape; that other has no border then. */
function isReshaped(node: Node, roles: Roles): boolean {
  return roles.of(node) === 'alias' && (node.op === 'reshape' || isReshaped(node.inputs[0]!, roles));
}

/** The node whose memory this one shares: itself, unless it is an alias. */
function sourceOf(node: Node, roles: Roles): Node {
  return roles.of(node) === 'alias' ? sourceOf(node.inputs[0]!, roles) : node;
}

/** What a cluster reads that it does not compute itself. */
function externalReads(
  cluster: Cluster,
  isInline: (node: Node) => boolean,
  isOwn: (node: Node) => boolean,
): Set<Node> {
  const reads = new Set<Node>();
  const seen = new Set<Node>();
  const visit = (node: Node) => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const input of node.inputs) {
      if (isInline(input) || (isOwn(input) && cluster.roots.includes(input))) visit(input);
      else reads.add(input);
    }
  };
  for (const root of cluster.roots) visit(root);
  return reads;
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

function workFor(node: Node, roles: Roles, layout: (node: Node) => Layout, decides: boolean): Work {
  const role = roles.of(node);
  if (role === 'feed') return feedWork(node as Node<'input'> | Node<'parameter'>, roles);
  if (role === 'host') return hostWork(node, roles);
  if (node.op === 'agreement') {
    const step = agreementStep(node as Node<'agreement'>, layout);
    return {
      scratch: step.scratch,
      reads: node.inputs,
      prepare(site, scratch) {
        const run = step.prepare(site, scratch);
        return (host) => host.set(node, run());
      },
    };
  }
  const step = kernelStep(node, layout, decides);
  return {
    scratch: step.scratch,
    reads: node.inputs,
    prepare: (site, scratch) => step.prepare(site, scratch),
  };
}

function kernelStep(node: Node, layout: (node: Node) => Layout, decides: boolean): Step {
  switch (node.op) {
    case 'conv2d':
      return convStep(node as Node<'conv2d'>, layout, decides);
    case 'conv2dInputGrad':
      return convInputGradStep(node as Node<'conv2dInputGrad'>, layout);
    case 'conv2dWeightGrad':
      return convWeightGradStep(node as Node<'conv2dWeightGrad'>, layout);
    case 'avgPool':
      return avgPoolStep(node as Node<'avgPool'>, layout);
    case 'avgPoolGrad':
      return avgPoolGradStep(node as Node<'avgPoolGrad'>, layout);
    case 'maxPool':
    case 'maxPoolGather':
    case 'maxPoolGrad':
      return maxPoolStep(node as Node<'maxPool'>);
    case 'matmul':
      return matmulStep(node as Node<'matmul'>);
    default:
      throw new GraphError(`the wasm engine has no kernel for ${node.op}`);
  }
}

function feedWork(node: Node<'input'> | Node<'parameter'>, roles: Roles): Work {
  return {
    scratch: 0,
    reads: [],
    prepare(site) {
      const onHost = roles.onHost(node);
      const tensor = onHost ? null : site.tensor(node);
      const clear = tensor ? borderClearer(tensor, site.kernels) : () => {};
      return (host, feed) => {
        const values = feed(node);
        if (values.length !== sizeOf(node.shape)) {
          throw new GraphError(
            `${node.attrs.name} takes ${formatShape(node.shape)}, not ${values.length} numbers`,
          );
        }
        if (!tensor) host.set(node, Float64Array.from(values));
        else {
          clear();
          copyIn(site.memory, values, tensor);
        }
      };
    },
  };
}

function hostWork(node: Node, roles: Roles): Work {
  const kernel = kernelOf(node.op as ComputedOp);
  return {
    scratch: 0,
    reads: [],
    prepare(site) {
      const inputs = node.inputs.map((input) => {
        if (roles.onHost(input)) return (host: HostValues) => host.get(input)!;
        const tensor = site.tensor(input);
        return () => copyOut(site.memory, tensor);
      });
      return (host) => {
        host.set(
          node,
          kernel(
            node,
            inputs.map((input) => input(host)),
          ),
        );
      };
    },
  };
}

/** For each entry, the host's values that nothing after it needs. */
function hostLastUses(
  count: number,
  order: readonly Node[],
  roles: Roles,
  madeAt: ReadonlyMap<Node, number>,
  wanted: ReadonlySet<Node>,
  readsOf: ReadonlyMap<Cluster, ReadonlySet<Node>>,
): Node[][] {
  void readsOf;
  const last = new Map<Node, number>();
  for (const node of order) {
    if (roles.onHost(node)) last.set(node, Math.max(last.get(node) ?? 0, madeAt.get(node)!));
    // Passes and kernels read the copy in memory, which is made at once.
    if (roles.of(node) !== 'host') continue;
    for (const input of node.inputs) if (roles.onHost(input)) last.set(input, madeAt.get(node)!);
  }
  const uses: Node[][] = Array.from({ length: count }, () => []);
  for (const [node, index] of last) if (!wanted.has(node)) uses[index]!.push(node);
  return uses;
}
