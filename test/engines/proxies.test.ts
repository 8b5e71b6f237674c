import { beforeAll, describe, expect, it } from 'vitest';
import { PROXIES } from '../../proxies/index.ts';
import { scaleOf, toleranceOf } from '../../proxies/tolerance.ts';
import type { AsyncEngine, Engine } from '../../src/engine/engine.ts';
import { wasmEngines } from '../engine/wasm-engines.ts';
import { ALL, DENSE, MIXED, problemOf, scoresOf, scoresOn } from '../proxies/problem.ts';
import { CANDIDATES, type Candidate } from './present.ts';

const NONE = '|none~0|+|none~0|none~1|+|none~0|none~1|none~2|';
const CUT = '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|none~0|none~1|none~2|';
const SKIP =
  '|skip_connect~0|+|skip_connect~0|skip_connect~1|+|skip_connect~0|skip_connect~1|skip_connect~2|';
const POOL =
  '|avg_pool_3x3~0|+|avg_pool_3x3~0|avg_pool_3x3~1|+|avg_pool_3x3~0|avg_pool_3x3~1|avg_pool_3x3~2|';

const expected = new Map(
  [MIXED, DENSE, SKIP, POOL, NONE, CUT].map((arch) => [arch, scoresOf(problemOf(arch), ALL)]),
);

/** The others are counted, on no engine. */
const MEASURED = PROXIES.filter((proxy) => 'build' in proxy).map(({ name }) => name);

const engines: readonly Omit<Candidate, 'name'>[] = [
  ...wasmEngines.map(({ name, engine }) => ({
    title: `wasm, ${name}`,
    isHere: true,
    open: async () => engine,
  })),
  ...CANDIDATES,
];

for (const { title, isHere, open } of engines)
  describe.skipIf(!isHere)(title, () => {
    let engine: Engine | AsyncEngine;
    beforeAll(async () => {
      engine = await open();
    });

    const expectScores = async (arch: string, names: readonly string[]) => {
      const want = expected.get(arch)!;
      const got = await scoresOn(engine, problemOf(arch), names);
      for (const name of names) {
        if (!Number.isFinite(want[name])) expect(got[name], name).toBe(want[name]);
        else
          expect(Math.abs(got[name]! - want[name]!), name).toBeLessThanOrEqual(
            toleranceOf(name, 'float32') * scaleOf(name, want),
          );
      }
    };

    it.each([MIXED, DENSE, SKIP])('scores %s as the reference does', async (arch) => {
      for (const name of ALL) expect(Number.isFinite(expected.get(arch)![name]), name).toBe(true);
      await expectScores(arch, ALL);
    });

    it('scores a cell of nothing but pools as the reference does', async () => {
      // Pooled over all of the last 2 x 2 pixels, one image has no variance left for the last batch norm to divide by.
      await expectScores(
        POOL,
        ALL.filter((name) => name !== 'synflow_bn'),
      );
    });

    it.each(MEASURED)('scores %s alone as the reference does', async (name) => {
      await expectScores(MIXED, [name]);
    });

    it.each([
      ['nothing passes', NONE],
      ['the output is cut off', CUT],
    ])('gives no number for what has none where %s', async (_, arch) => {
      await expectScores(arch, ALL);
    });
  });

describe.each([
  ['nothing passes', NONE],
  ['the output is cut off', CUT],
])('where %s', (_, arch) => {
  it('the reference gives what the definitions give', () => {
    const want = expected.get(arch)!;
    expect(want.synflow).toBe(-Infinity);
    expect(want.zen).toBe(-Infinity);
    expect(want.jacob_cov).toBeNaN();
    expect(want.jacob_norm).toBe(0);
    for (const name of ['grad_norm', 'snip', 'plain', 'fisher', 'grasp', 'l2_norm', 'params', 'macs'])
      expect(Number.isFinite(want[name]), name).toBe(true);
    expect(want.l2_norm).toBeGreaterThan(0);
  });
});
