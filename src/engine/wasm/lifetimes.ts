import type { Node } from '../../graph/op.ts';
import { sourceOf } from './layouts.ts';
import type { Roles } from './roles.ts';
import type { Schedule } from './schedule.ts';
import type { Work } from './work.ts';

/** From which entry of the schedule to which a tensor must keep its memory. */
export interface Span {
  readonly first: number;
  last: number;
}

export interface Lifetimes {
  /** The tensors that need memory: not aliases, and not what is computed on the fly. */
  readonly tensors: ReadonlyMap<Node, Span>;
  /** For each entry, the host's values that get a copy in memory once they are computed: kernels read them. */
  readonly uploads: readonly (readonly Node[])[];
  /** For each entry, the host's values that nothing after it needs. */
  readonly expiring: readonly (readonly Node[])[];
}

export function lifetimesOf(
  order: readonly Node[],
  outputs: ReadonlySet<Node>,
  works: readonly Work[],
  { entries, madeAt }: Schedule,
  roles: Roles,
  isWritten: (node: Node) => boolean,
): Lifetimes {
  const tensors = new Map<Node, Span>();
  const uploads: Node[][] = entries.map(() => []);
  const touch = (node: Node, index: number) => {
    const source = sourceOf(node, roles);
    let span = tensors.get(source);
    if (!span) {
      span = { first: madeAt.get(source)!, last: index };
      tensors.set(source, span);
      if (roles.onHost(source)) uploads[span.first]!.push(source);
    }
    span.last = Math.max(span.last, index);
  };
  for (const node of order) if (isWritten(node)) touch(node, madeAt.get(node)!);
  works.forEach(({ reads }, index) => {
    for (const node of reads) touch(node, index);
  });
  for (const node of outputs) if (!roles.onHost(node)) touch(node, entries.length);

  const last = new Map<Node, number>();
  for (const node of order) {
    if (roles.onHost(node)) last.set(node, madeAt.get(node)!);
    // Passes and kernels read the copy in memory, which is made at once.
    if (roles.of(node) !== 'host') continue;
    for (const input of node.inputs) if (roles.onHost(input)) last.set(input, madeAt.get(node)!);
  }
  const expiring: Node[][] = entries.map(() => []);
  for (const [node, index] of last) if (!outputs.has(node)) expiring[index]!.push(node);
  return { tensors, uploads, expiring };
}
