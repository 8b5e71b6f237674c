import { expect, test } from 'vitest';
import { prepareWebAssembly } from '../../src/run/v8-flags.ts';

test('relaxed SIMD is on from Node 20 on, and never used in deterministic runs', () => {
  const wide = process.arch === 'x64' && Number.parseInt(process.versions.node, 10) >= 24;
  expect(prepareWebAssembly(true)).toEqual({ relaxedSimd: false, wide });
  expect(prepareWebAssembly(false)).toEqual({ relaxedSimd: true, wide });
});
