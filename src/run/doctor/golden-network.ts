import { PROXIES } from '../../../proxies/index.ts';
import { type Precision, scaleOf, toleranceOf } from '../../../proxies/tolerance.ts';
import type { ScoreConfig } from '../score-config.ts';
import { GOLDEN_SCORES } from './golden-scores.ts';

/** Holds every operation of NAS-Bench-201. */
export const GOLDEN_ARCH =
  '|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|none~2|';

/** A network that every engine scores in a moment, the reference in a second. */
export function goldenConfig(engine: string): ScoreConfig {
  return {
    space: 'nasbench201',
    proxies: PROXIES.filter((proxy) => !('count' in proxy)).map(({ name }) => name),
    seed: 0,
    batch: 4,
    skeleton: { channels: 4, cells: 1, size: 8, classes: 10 },
    engine,
    deterministic: false,
    images: 'random',
  };
}

/** How far the scores of an engine are from the golden ones, in tolerances: at most 1 where all agree. */
export function disagreement(
  scores: Readonly<Record<string, number>>,
  precision: Precision,
): { readonly proxy: string; readonly relative: number; readonly inTolerances: number } {
  const all = Object.entries(GOLDEN_SCORES).map(([proxy, want]) => {
    const off = Math.abs((scores[proxy] ?? Number.NaN) - want) / scaleOf(proxy, GOLDEN_SCORES);
    const relative = Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
    return { proxy, relative, inTolerances: relative / toleranceOf(proxy, precision) };
  });
  return all.reduce((worst, one) => (one.inTolerances > worst.inTolerances ? one : worst));
}
