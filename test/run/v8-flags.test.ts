import { expect, test } from 'vitest';
import { prepareWebAssembly } from '../../src/run/v8-flags.ts';

test('relaxed SIMD is on from Node 20 on, and never used in deterministic runs', () => {
  expect(prepareWebAssembly(true)).toEqual({ relaxedSimd: false });
  expect(prepareWebAssembly(false)).toEqual({ relaxedSimd: true });
});
