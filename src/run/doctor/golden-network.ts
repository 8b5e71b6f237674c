import { PROXIES } from '../../../proxies/index.ts';
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

/** How far a score may be from the reference's, relative to it: float32's rounding, through as many layers as there are. */
const FLOAT32: Readonly<Record<string, number>> = { grasp: 2e-3, plain: 1e-3 };
const FLOAT32_OTHERS = 3e-4;
const FLOAT64 = 1e-6;

/** The one table of tolerances: how far, relatively, a score of an engine may be from the reference's. */
export function toleranceOf(proxy: string, precision: 'float32' | 'float64'): number {
  return precision === 'float64' ? FLOAT64 : (FLOAT32[proxy] ?? FLOAT32_OTHERS);
}

/** What a score is judged on the scale of: `plain` is a signed sum, and its terms are those of SNIP. */
export function scaleOf(proxy: string, scores: Readonly<Record<string, number>>): number {
  return Math.abs(scores[proxy === 'plain' ? 'snip' : proxy]!);
}

/** How far the scores of an engine are from the golden ones, in tolerances: at most 1 where all agree. */
export function disagreement(
  scores: Readonly<Record<string, number>>,
  precision: 'float32' | 'float64',
): { readonly proxy: string; readonly relative: number; readonly inTolerances: number } {
  const all = Object.entries(GOLDEN_SCORES).map(([proxy, want]) => {
    const off = Math.abs((scores[proxy] ?? Number.NaN) - want) / scaleOf(proxy, GOLDEN_SCORES);
    const relative = Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
    return { proxy, relative, inTolerances: relative / toleranceOf(proxy, precision) };
  });
  return all.reduce((worst, one) => (one.inTolerances > worst.inTolerances ? one : worst));
}
