import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Feed } from '../engine.ts';
import { aligned } from './arena.ts';
import { byBatches } from './batches.ts';
import { BEGINNINGS_END, type Beginnings } from './beginnings.ts';
import { borderClearer } from './border.ts';
import { fetchedWeights } from './conv-weights.ts';
import { writeCluster } from './fused-program.ts';
import { hostWork } from './host-work.ts';
import { writtenOver } from './in-place.ts';
import type { KernelCache } from './kernel-cache.ts';
import { Layouts, sourceOf } from './layouts.ts';
import { lifetimesOf } from './lifetimes.ts';
import type { EngineMemory } from './memory.ts';
import { groupOf, passingTensors } from './passing.ts';
import { phasesOf } from './phases.ts';
import { placesOf } from './places.ts';
import type { Residents } from './residents.ts';
import type { Roles } from './roles.ts';
import { type Entry, inputsOf, schedule } from './schedule.ts';
import type { Simd } from './simd.ts';
import type { Site } from './step.ts';
import type { Templates } from './templates.ts';
import { type Guest, type Layout, placeAt } from './tensor.ts';
import { copyIn, copyTo } from './transfer.ts';
import type { Wanted } from './wanted.ts';
import { clusterWork, type HostValues, kernelWork, type Work } from './work.ts';

export interface WasmContext {
  readonly memory: EngineMemory;
  readonly kernels: KernelCache;
  readonly simd: Simd;
  readonly small: number;
  readonly templates: Templates;
  readonly residents: Residents;
  readonly beginnings: Beginnings;
}

/** Where tensors lie that go from one plan to the next, and how many bytes there are for them. */
export const PASSED_START = BEGINNINGS_END;
export const PASSED_BYTES = 8 * 2 ** 20;
/** Where the first tensor of a plan lies. */
const ARENA_START = PASSED_START + PASSED_BYTES;

/** Gives a result: the host's own array, or a copy of what is in memory. */
export type ResultOf = (node: Node) => Float32Array | Float64Array;

/** A computation that is planned. */
export interface Plan {
  /**
   * Computes what was wanted. The results are there until another one runs in the same memory; the plan itself, which may live
   * long, holds on to nothing.
   */
  run(feed: Feed): ResultOf;
}

/** A plan some of whose tensors lie where other plans have them. */
export interface GuestPlan extends Plan {
  /** A tensor that is moved to its place before a run. */
  guest(node: Node): Guest;
}

/**
 * Plans a graph's computation: who computes what, in which passes, in which memory.
 * @param guests inputs and results that lie where other plans have them, and how
 */
export function planOf(
  { outputs: wanted, needed, roles, batches, deciding }: Wanted,
  context: WasmContext,
  guests: ReadonlyMap<Node, Layout> = new Map(),
): GuestPlan {
  const order = byBatches(needed, roles, batches);
  const fetched = fetchedWeights(order, wanted, roles, guests);
  const isElsewhere = (node: Node) => fetched.has(node) || guests.has(node);
  const here = order.filter((node) => roles.of(node) !== 'feed' || !isElsewhere(node));
  const plan = schedule(here, wanted, roles);
  const layouts = new Layouts(order, roles, guests);
  const layout = (node: Node) => layouts.of(node);
  const isInline = (node: Node) => roles.of(node) === 'fused' && !plan.roots.has(node);
  const isRead = readFromOutside(order, wanted, plan.entries, roles);
  const works = plan.entries.map((entry): Work => {
    if ('host' in entry) return hostWork(entry.host, roles);
    if ('node' in entry) return kernelWork(entry.node, layout, deciding.has(entry.node), fetched);
    const written = writeCluster(entry.cluster, isInline, isRead);
    return clusterWork(written, entry.cluster.domain, layout);
  });
  const phases = phasesOf(works, plan, roles);
  const isWritten = (node: Node) => {
    if (roles.onHost(node) || roles.of(node) === 'alias' || isInline(node)) return false;
    return roles.of(node) !== 'fused' || isRead(node);
  };
  const lifetimes = lifetimesOf(order, wanted, works, plan, phases, roles, isWritten, isElsewhere);
  const { tensors, uploads, expiring } = lifetimes;
  const passing = passingTensors(lifetimes, works, phases, layouts, (node) => roles.onHost(node));
  const groups = phases.lists.map((list) => groupOf(list, works));
  const held = new Map(passing.flatMap((nodes, phase) => nodes.map((node) => [node, groups[phase]!])));
  const lasting = new Map([...tensors].filter(([node]) => !held.has(node)));
  const over = writtenOver(lasting, works, plan, phases, layouts, roles);
  const { addresses, end } = placesOf(lasting, over, (node) => layouts.of(node).bytes, ARENA_START);
  const places = new NodeTable<Guest>(order[0]?.graph);
  const tensor = (node: Node): Guest => {
    let place = places.get(node);
    if (!place) {
      const source = sourceOf(node, roles);
      place = placeAt(layouts.of(node), addresses.get(source)!, held.get(source));
      places.set(node, place);
    }
    return place;
  };
  // Until they are moved, each lies where nothing else does.
  [...guests].forEach(([node, layout], i) => {
    places.set(node, placeAt(layout, -PASSED_BYTES * (i + 1)));
  });
  let scratch = 0;
  const runs = phases.lists.map((list, phase) => {
    // Only one phase runs at a time, so all share one scratch.
    const group = groups[phase]!;
    let next = end;
    const take = (bytes: number): number => {
      const at = next;
      next = aligned(next + bytes);
      return at;
    };
    const workspace = take(Math.max(...list.map((index) => works[index]!.workspace ?? 0)));
    for (const node of passing[phase]!) addresses.set(node, take(group * layouts.of(node).strides[0]));
    const shared = new Map<string, number>();
    const site: Site = {
      memory: context.memory,
      kernels: context.kernels,
      simd: context.simd,
      residents: context.residents,
      tensor,
      group,
      workspace,
      shared(node, key, bytes) {
        const own = `${sourceOf(node, roles).id} ${key}`;
        const known = shared.get(own);
        const at = known ?? take(bytes);
        shared.set(own, at);
        return { at, isFirst: known === undefined };
      },
    };
    const passes = list.map((index) => {
      const work = works[index]!;
      return { ...work.prepare(site, take(work.scratch)), together: work.together };
    });
    scratch = Math.max(scratch, next - end);
    const { batch } = works[list[0]!]!;
    const copies = uploads[phase]!.map((node) => {
      const place = tensor(node);
      return { node, place, clear: borderClearer(place, site.kernels) };
    });
    return (host: HostValues, feed: Feed) => {
      for (const pass of passes) pass.begin(feed, host);
      for (let first = 0; first < batch; first += group) {
        for (const { images, together } of passes) {
          for (let n = first; n < first + group; n += together) images(n, together);
        }
      }
      for (const pass of passes) pass.end(host);
      for (const { node, place, clear } of copies) {
        clear(0, place.extents[0]);
        copyIn(context.memory, host.get(node)!, place);
      }
      for (const node of expiring[phase]!) host.delete(node);
    };
  });
  context.kernels.compile();

  return {
    run(feed) {
      context.memory.reserve(end + scratch);
      const host: HostValues = new Map();
      for (const run of runs) run(host, feed);
      return (node) =>
        host.get(node) ?? copyTo(new Float32Array(sizeOf(node.shape)), context.memory, tensor(node));
    },
    guest: tensor,
  };
}

/** Which results are read from memory, by other passes than the one that makes them or by itself, and so must be written. */
function readFromOutside(
  order: readonly Node[],
  outputs: ReadonlySet<Node>,
  entries: readonly Entry[],
  roles: Roles,
): (node: Node) => boolean {
  const read = new NodeTable<boolean>(order[0]?.graph);
  const note = (node: Node) => read.set(sourceOf(node, roles), true);
  for (const node of outputs) read.set(node, true);
  for (const entry of entries) {
    inputsOf(entry).forEach(note);
    // The pass itself reads what it made of the image before.
    if ('cluster' in entry)
      for (const node of entry.cluster.roots) if (node.op === 'cumsum') read.set(node, true);
  }
  for (const node of order) if (roles.of(node) === 'alias') note(node);
  return (node) => read.get(node) === true;
}
