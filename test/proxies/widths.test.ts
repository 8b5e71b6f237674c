import { expect, it } from 'vitest';
import { scaleOf, toleranceOf } from '../../proxies/tolerance.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { openScorer } from '../../src/run/open-scorer.ts';
import { resolveConfig } from '../../src/run/resolve-config.ts';
import { wasmEngines } from '../engine/wasm-engines.ts';

/** Widths that are no multiples of 16, as most of NATS-Bench's sizes have: kernels end in a narrower block of channels. */
const WIDTHS = '24:40:56:24:40';
const PROXIES = ['synflow', 'grad_norm', 'snip', 'nwot', 'jacob_norm'];

async function scoresOn(engine: Engine): Promise<Record<string, number>> {
  const config = resolveConfig({ space: 'nats-sss', proxies: PROXIES, batch: 4, skeleton: { size: 16 } });
  const { scores } = await (await openScorer(config, { engine })).score(WIDTHS);
  return Object.fromEntries(
    Object.entries(scores).map(([name, outcome]) => {
      if (outcome.status !== 'ok') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
      return [name, outcome.value];
    }),
  );
}

const wanted = scoresOn(referenceEngine);

it.each(wasmEngines)(
  'scores a network of widths like 24 and 40 as the reference does: $name',
  async ({ engine }) => {
    const want = await wanted;
    const got = await scoresOn(engine);
    for (const name of PROXIES) {
      expect(Math.abs(got[name]! - want[name]!), name).toBeLessThanOrEqual(
        toleranceOf(name, 'float32') * scaleOf(name, want),
      );
    }
  },
);
