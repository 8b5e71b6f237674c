import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toleranceOf } from '../../proxies/tolerance.ts';
import { installedBindings } from '../../src/engine/tfjs/bindings.ts';
import type { Outcome } from '../../src/outcome.ts';
import { findEngine } from '../../src/run/engines.ts';
import { openScorer } from '../../src/run/open-scorer.ts';

const folder = new URL('../../../shared/golden/', import.meta.url);

/** What the independent implementation has. */
const PROXIES = [
  'grad_norm',
  'snip',
  'plain',
  'grasp',
  'fisher',
  'jacob_cov',
  'jacob_norm',
  'epe_nas',
  'nwot',
  'synflow',
  'l2_norm',
  'params',
  'macs',
];

interface Golden {
  arch: string;
  channels: number;
  cells: number;
  batch: number;
  size: number;
  classes: number;
  scores: Record<string, number | string | null>;
}

function expectOutcome(outcome: Outcome, want: number | string | null, allowed: number, what: string): void {
  if (typeof want !== 'number') expect(outcome.status, what).not.toBe('ok');
  else if (outcome.status !== 'ok') expect.fail(`${what}: ${JSON.stringify(outcome)}, not ${want}`);
  else
    expect(Math.abs(outcome.value - want), `${what}: ${outcome.value}, not ${want}`).toBeLessThanOrEqual(
      allowed,
    );
}

describe.skipIf(!existsSync(folder))('scores of the independent float64 implementation', () => {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.safetensors')) : [];
  const slower = ['reference', ...(installedBindings().length > 0 ? ['tfjs'] : [])];
  const runs = names.flatMap((name) => [
    { name, engine: 'wasm' },
    // For a network of full size the reference takes a minute; of the one here, tfjs has a ReLU pass what float64 stops.
    ...(name.includes('c4n1') ? slower.map((engine) => ({ name, engine })) : []),
  ]);

  it.each(runs)('$name on $engine', async ({ name, engine }) => {
    const path = fileURLToPath(new URL(name, folder));
    const want: Golden = JSON.parse(readFileSync(path.replace('.safetensors', '.json'), 'utf8'));
    const { arch, channels, cells, batch, size, classes } = want;
    const scorer = await openScorer({
      space: 'nasbench201',
      proxies: PROXIES,
      seed: 0,
      batch,
      skeleton: { channels, cells, size, classes },
      engine,
      deterministic: false,
      images: path,
      weights: path,
    });
    const { scores } = await scorer.score(arch);
    for (const proxy of PROXIES) {
      const expected = want.scores[proxy === 'synflow' ? 'log_synflow' : proxy]!;
      const scale = Math.abs(Number(proxy === 'plain' ? want.scores.snip : expected));
      const allowed =
        toleranceOf(proxy, findEngine(engine).precision) * Math.max(scale, 1e-9) +
        (expected === 0 ? 1e-6 : 0);
      expectOutcome(scores[proxy]!, expected, allowed, proxy);
    }
  });
});
