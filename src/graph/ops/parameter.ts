import type { OpDefinition } from '../op.ts';

export const parameterOp: OpDefinition<'parameter'> = {
  name: 'parameter',
  infer: (_, attrs) => attrs.extents,
  vjp: () => [],
  jvp: () => null,
};
