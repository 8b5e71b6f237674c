import { makePlan } from '../../dist/src/run/plan.js';
import { resolveConfig } from '../../dist/src/run/resolve-config.js';
import { runScores } from '../../dist/src/run/run-scores.js';
import { findSpace } from '../../dist/src/spaces/index.js';

/** Seconds an architecture, by the clock and of the processors. */
export interface Timing {
  readonly wall: number;
  readonly cpu: number;
}

/** Scores the architectures three times over and times the last two: by then workers are up and kernels compiled. */
export async function timeScores(
  archs: readonly string[],
  proxies: readonly string[],
  workers: number,
): Promise<Timing> {
  const config = resolveConfig({ proxies });
  const once = await makePlan(findSpace('nasbench201'), { kind: 'listed', archs }, 0);
  const plan = { ...once, archs: [...archs, ...archs, ...archs] };
  let began = 0;
  let cpu = process.cpuUsage();
  for await (const event of runScores({ config, plan, workers })) {
    if (event.type !== 'scored' || event.done !== archs.length) continue;
    began = performance.now();
    cpu = process.cpuUsage();
  }
  const { user, system } = process.cpuUsage(cpu);
  const counted = 2 * archs.length;
  return { wall: (performance.now() - began) / 1000 / counted, cpu: (user + system) / 1e6 / counted };
}
