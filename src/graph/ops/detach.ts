import type { Node, OpDefinition } from '../op.ts';

/** The same value, taken for a constant by every derivative. */
export const detach = (x: Node): Node => x.graph.make('detach', [x], {});

export const detachOp: OpDefinition<'detach'> = {
  name: 'detach',
  infer: ([x]) => x!,
  vjp: () => [null],
  jvp: () => null,
};
