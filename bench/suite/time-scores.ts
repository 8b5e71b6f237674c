import { canonicalJson, sha256 } from '../../build/src/run/digest.js';
import { openPool } from '../../build/src/run/pool.js';
import { resolveConfig } from '../../build/src/run/resolve-config.js';
import { collectAlone, prepareWebAssembly } from '../../build/src/run/v8-flags.js';

/** Seconds an architecture, by the clock and of the processors. */
export interface Timing {
  readonly wall: number;
  readonly cpu: number;
}

/** Workers that are up and warm: kernels and planner compiled, memory touched. */
export interface WarmWorkers {
  /** Of the architectures once, as they come. */
  once(archs: readonly string[]): Promise<Timing>;
  /** Of the architectures over and over, for some seconds, after a few laps. */
  time(archs: readonly string[]): Promise<Timing>;
  close(): Promise<void>;
}

/** Of each worker: V8 goes on compiling the planner for about as long, for each anew; a run over a space leaves that behind. */
const WARM_ARCHS = 200;
const WARM_SECONDS = 8;
/** Shorter times than this would be of the clock, and fewer of what a worker waits for at the end. */
const TIMED_SECONDS = 5;
const LEAST_TIMES = 6;
/** Times through the architectures before the clock starts, for each worker. */
const LAPS = 2;

/** Starts the workers, and warms them on the architectures again and again. */
export async function warmWorkers(
  archs: readonly string[],
  proxies: readonly string[],
  workers: number,
): Promise<WarmWorkers> {
  const config = resolveConfig({ proxies });
  // As the command does.
  collectAlone();
  prepareWebAssembly(config.deterministic);
  const pool = await openPool(config, sha256(canonicalJson(config)), workers, archs[0]!);
  const once = async (some: readonly string[]): Promise<Timing> => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    for await (const { scores } of pool.scoreAll(some)) {
      const failed = Object.values(scores).find(({ status }) => status === 'failed');
      if (failed) throw new Error(`a proxy failed: ${JSON.stringify(failed)}`);
    }
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    return { wall: seconds / some.length, cpu: (user + system) / 1e6 / some.length };
  };
  let guess = 0;
  for (let [warm, done] = [0, 0]; warm < WARM_SECONDS || done < WARM_ARCHS * workers; done += archs.length) {
    guess = (await once(archs)).wall;
    warm += guess * archs.length;
  }
  return {
    once,
    async time(some) {
      const times = Math.max(LEAST_TIMES, Math.ceil(TIMED_SECONDS / guess / some.length));
      // Over and over, as no architecture of a run comes twice in a row: plans of its own cells would be at hand then. With the
      // lightest last, no worker waits long for the other at the end.
      const jobs = Array.from({ length: times }, () => some).flat();
      // What has lain idle while others had their turns is slow at first, its memory most of all: that is not a run's speed.
      await once(jobs.slice(0, LAPS * workers * some.length));
      return once(jobs);
    },
    close: pool.close,
  };
}
