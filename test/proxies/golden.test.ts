import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/outcome.ts';
import { openScorer } from '../../src/run/open-scorer.ts';

const folder = new URL('../../../shared/golden/', import.meta.url);

/** Relative, of float32 engines; the reference holds 1e-6 on all. A signed sum is judged on the scale of its terms. */
const TOLERANCE: Readonly<Record<string, number>> = {
  grad_norm: 3e-4,
  snip: 3e-4,
  grasp: 2e-3,
  fisher: 5e-4,
  jacob_cov: 1e-4,
  jacob_norm: 3e-4,
  epe_nas: 1e-3,
  nwot: 1e-3,
  synflow: 1e-5,
  l2_norm: 1e-5,
  params: 0,
  macs: 0,
  plain: 1e-3,
};
const REFERENCE = 1e-6;

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
  const runs = names.flatMap((name) => [
    { name, engine: 'wasm' },
    // The reference takes a minute for a network of full size.
    ...(name.includes('c4n1') ? [{ name, engine: 'reference' }] : []),
  ]);

  it.each(runs)('$name on $engine', async ({ name, engine }) => {
    const path = fileURLToPath(new URL(name, folder));
    const want: Golden = JSON.parse(readFileSync(path.replace('.safetensors', '.json'), 'utf8'));
    const { arch, channels, cells, batch, size, classes } = want;
    const scorer = await openScorer({
      space: 'nasbench201',
      proxies: Object.keys(TOLERANCE),
      seed: 0,
      batch,
      skeleton: { channels, cells, size, classes },
      engine,
      deterministic: false,
      images: path,
      weights: path,
    });
    const { scores } = await scorer.score(arch);
    for (const [proxy, tolerance] of Object.entries(TOLERANCE)) {
      const expected = want.scores[proxy === 'synflow' ? 'log_synflow' : proxy]!;
      const scale = Math.abs(Number(proxy === 'plain' ? want.scores.snip : expected));
      const relative = engine === 'reference' ? REFERENCE : tolerance;
      const allowed = relative * Math.max(scale, 1e-9) + (expected === 0 ? 1e-6 : 0);
      expectOutcome(scores[proxy]!, expected, allowed, proxy);
    }
  });
});
