import type { Node } from '../../graph/op.ts';
import { needsWholeBatch } from './batches.ts';
import type { Roles } from './roles.ts';
import { type Entry, inputsOf, type Schedule } from './schedule.ts';
import type { Work } from './work.ts';

/** The work of a schedule in phases: the entries of one go through the batch side by side, a few images at a time. */
export interface Phases {
  /** Entries, phase by phase. */
  readonly lists: readonly (readonly number[])[];
  /** The phase of each entry. */
  readonly of: readonly number[];
}

/** Entries of one phase: so many that what the first of them made is still in the cache when the last reads it. */
const MOST_ENTRIES = 32;

/**
 * Joins neighbouring entries, so that each finds what the one before it made of an image in the cache. An entry joins where it
 * reads nothing that is complete only after the last image (sums, gradients of weights) and nothing that it needs whole before
 * the first (weights that the phase makes). What has nothing to do with a phase under way, such as the fetching of weights, is
 * done before it.
 */
export function phasesOf(works: readonly Work[], { entries, madeAt }: Schedule, roles: Roles): Phases {
  const lists: number[][] = [];
  let open: number[] = [];
  const close = () => {
    if (open.length > 0) lists.push(open);
    open = [];
  };
  entries.forEach((entry, index) => {
    const { batch } = works[index]!;
    const fromOpen =
      open.length === 0 ? [] : inputsOf(entry).filter((node) => open.includes(madeAt.get(node)!));
    if (batch === 1) {
      if (fromOpen.length > 0) close();
      lists.push([index]);
      return;
    }
    const joins =
      open.length > 0 &&
      open.length < MOST_ENTRIES &&
      works[open[0]!]!.batch === batch &&
      fromOpen.every((node) => isByImage(node, roles) && !isWeightOf(entry, node));
    if (!joins) close();
    open.push(index);
  });
  close();
  const of: number[] = [];
  lists.forEach((list, phase) => {
    for (const index of list) of[index] = phase;
  });
  return { lists, of };
}

/** Whether an entry is a convolution by this tensor, which it needs whole before its first image. */
function isWeightOf(entry: Entry, node: Node): boolean {
  return (
    'node' in entry &&
    (entry.node.op === 'conv2d' || entry.node.op === 'conv2dInputGrad') &&
    entry.node.inputs[1] === node
  );
}

/** Whether an image of this tensor is complete when its images have been worked on so far. */
function isByImage(node: Node, roles: Roles): boolean {
  const role = roles.of(node);
  if (role === 'alias') return node.op === 'detach' && isByImage(node.inputs[0]!, roles);
  return role === 'fused' || (role === 'kernel' && !needsWholeBatch(node, roles));
}
