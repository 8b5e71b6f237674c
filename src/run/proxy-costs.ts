import { median } from 'simple-statistics';
import { openScorer } from './open-scorer.ts';
import type { ScoreConfig } from './score-config.ts';

/**
 * Seconds that each proxy of a configuration takes on its own, on one thread: the median over `archs`, after one more
 * run in which the kernels are compiled. Together they cost less, since they share passes.
 */
export async function proxyCosts(
  config: ScoreConfig,
  archs: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const costs = new Map<string, number>();
  for (const proxy of config.proxies) {
    const scorer = await openScorer({ ...config, proxies: [proxy] });
    await scorer.score(archs[0]!);
    const seconds: number[] = [];
    for (const arch of archs) seconds.push((await scorer.score(arch)).seconds);
    costs.set(proxy, median(seconds));
  }
  return costs;
}
