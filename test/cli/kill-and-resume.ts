import { randomStream } from '../../src/random/index.ts';
import { nasprobe } from './nasprobe.ts';

/** What {@link killAndResume} did. */
export interface KillLog {
  /** Runs that the signal struck before they were through. */
  readonly killed: number;
  readonly runs: number;
}

/**
 * Runs the command again and again, each time killed with SIGKILL after a random time of up to `longest` milliseconds,
 * and at last lets it come to its end. Throws where a run ended neither well nor by the signal.
 */
export async function killAndResume(
  args: readonly string[],
  kills: number,
  longest: number,
  seed: number,
): Promise<KillLog> {
  const moments = randomStream(seed, 'kills');
  let killed = 0;
  for (let run = 0; run <= kills; run += 1) {
    const kill = { signal: 'SIGKILL', after: moments.uniform(run) * longest } as const;
    const { code, signal, stderr } = await nasprobe(args, run < kills ? { kill } : {});
    if (signal === 'SIGKILL') killed += 1;
    else if (code !== 0) throw new Error(`run ${run + 1} ended with ${code}: ${stderr}`);
  }
  return { killed, runs: kills + 1 };
}
