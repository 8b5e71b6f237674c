import { describe, expect, it } from 'vitest';
import { wasmEngines } from '../engine/wasm-engines.ts';
import { ALL, DENSE, MIXED, problemOf, scoresOf } from './problem.ts';

const NONE = '|none~0|+|none~0|none~1|+|none~0|none~1|none~2|';
const CUT = '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|none~0|none~1|none~2|';
const SKIP =
  '|skip_connect~0|+|skip_connect~0|skip_connect~1|+|skip_connect~0|skip_connect~1|skip_connect~2|';
const POOL =
  '|avg_pool_3x3~0|+|avg_pool_3x3~0|avg_pool_3x3~1|+|avg_pool_3x3~0|avg_pool_3x3~1|avg_pool_3x3~2|';

/** Relative, of a float32 engine; `plain` is a signed sum and judged on the scale of SNIP. */
const TOLERANCE = { default: 3e-4, grasp: 2e-3, plain: 1e-3 } as Record<string, number>;

const expected = new Map([MIXED, DENSE, SKIP, POOL].map((arch) => [arch, scoresOf(problemOf(arch), ALL)]));

describe.each(wasmEngines)('wasm, $name', ({ engine }) => {
  const expectNear = (
    got: Record<string, number>,
    want: Record<string, number>,
    names: readonly string[],
  ) => {
    for (const name of names) {
      const scale = name === 'plain' ? want.snip! : want[name]!;
      const off = Math.abs(got[name]! - want[name]!);
      expect(off, name).toBeLessThanOrEqual((TOLERANCE[name] ?? TOLERANCE.default!) * Math.abs(scale));
    }
  };

  it.each([...expected])('scores %s as the reference does', (arch, want) => {
    // Pooled over all of the last 2 x 2 pixels, one image has no variance left for the last batch norm to divide by.
    const names = arch === POOL ? ALL.filter((name) => name !== 'synflow_bn') : ALL;
    for (const name of names) expect(Number.isFinite(want[name]), name).toBe(true);
    expectNear(scoresOf(problemOf(arch), names, engine), want, names);
  });

  it('scores each proxy alone as the reference does', () => {
    for (const name of ALL) {
      expectNear(scoresOf(problemOf(MIXED), [name], engine), expected.get(MIXED)!, [name]);
    }
  });
});

describe.each([
  ['nothing passes', NONE],
  ['the output is cut off', CUT],
])('where %s', (_, arch) => {
  const want = scoresOf(problemOf(arch), ALL);

  it('gives what the definitions give, not a number for what has none', () => {
    expect(want.synflow).toBe(-Infinity);
    expect(want.zen).toBe(-Infinity);
    expect(want.jacob_cov).toBeNaN();
    expect(want.jacob_norm).toBe(0);
    for (const name of ['grad_norm', 'snip', 'plain', 'fisher', 'grasp', 'l2_norm', 'params', 'macs']) {
      expect(Number.isFinite(want[name]), name).toBe(true);
    }
    expect(want.l2_norm).toBeGreaterThan(0);
  });

  it.each(wasmEngines)('and so does wasm, $name', ({ engine }) => {
    const got = scoresOf(problemOf(arch), ALL, engine);
    for (const name of ALL) {
      if (Number.isFinite(want[name]))
        expect(Math.abs(got[name]! - want[name]!), name).toBeLessThanOrEqual(
          1e-3 * Math.max(1, Math.abs(want[name]!)),
        );
      else expect(got[name], name).toBe(want[name]);
    }
  });
});
