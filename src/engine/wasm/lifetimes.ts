import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { sourceOf } from './layouts.ts';
import type { Phases } from './phases.ts';
import type { Roles } from './roles.ts';
import type { Schedule } from './schedule.ts';
import type { Work } from './work.ts';

/** From which phase to which a tensor must keep its memory. */
export interface Span {
  readonly first: number;
  last: number;
}

export interface Lifetimes {
  /** The tensors that need memory: not aliases, and not what is computed on the fly. */
  readonly tensors: ReadonlyMap<Node, Span>;
  /** For each phase, the host's values that get a copy in memory once they are computed: kernels read them. */
  readonly uploads: readonly (readonly Node[])[];
  /** For each phase, the host's values that nothing after it needs. */
  readonly expiring: readonly (readonly Node[])[];
}

/** `isElsewhere`: what takes no memory of this plan, as another one has it or a convolution fetches it. */
export function lifetimesOf(
  order: readonly Node[],
  outputs: ReadonlySet<Node>,
  works: readonly Work[],
  { madeAt }: Schedule,
  phases: Phases,
  roles: Roles,
  isWritten: (node: Node) => boolean,
  isElsewhere: (node: Node) => boolean,
): Lifetimes {
  const tensors = new Map<Node, Span>();
  const uploads: Node[][] = phases.lists.map(() => []);
  const phaseOf = (node: Node) => phases.of[madeAt.get(node)!]!;
  const touch = (node: Node, index: number) => {
    const source = sourceOf(node, roles);
    if (isElsewhere(source)) return;
    let span = tensors.get(source);
    if (!span) {
      span = { first: phaseOf(source), last: index };
      tensors.set(source, span);
      if (roles.onHost(source)) uploads[span.first]!.push(source);
    }
    span.last = Math.max(span.last, index);
  };
  for (const node of order) if (isWritten(node)) touch(node, phaseOf(node));
  works.forEach(({ reads }, index) => {
    for (const node of reads) touch(node, phases.of[index]!);
  });
  for (const node of outputs) if (!roles.onHost(node)) touch(node, phases.lists.length);

  const last = new NodeTable<number>(order[0]?.graph);
  for (const node of order) {
    if (roles.onHost(node)) last.set(node, phaseOf(node));
    // Passes and kernels read the copy in memory, which is made at once.
    if (roles.of(node) !== 'host') continue;
    for (const input of node.inputs)
      if (roles.onHost(input)) last.set(input, Math.max(last.get(input)!, phaseOf(node)));
  }
  const expiring: Node[][] = phases.lists.map(() => []);
  for (const node of order) {
    const index = last.get(node);
    if (index !== undefined && !outputs.has(node)) expiring[index]!.push(node);
  }
  return { tensors, uploads, expiring };
}
