/**
 * Who outlives this process, and knows at which jobs it died before. Every job is begun and ended under its name; one
 * that was under way when the process died is run alone the next time, so that the next death tells whose fault it is.
 */
export interface CrashWatch {
  /** How the process died while this job was under way, each time: signals. */
  deathsOf(job: string): readonly string[];
  begin(job: string): void;
  end(job: string): void;
}

/** Nobody outlives the process. */
export const UNWATCHED: CrashWatch = { deathsOf: () => [], begin() {}, end() {} };

/** So many deaths, the last of them alone, and a job is passed over. */
const LAST_DEATH = 2;

/** Whether a job must run alone. */
export function isSuspect(watch: CrashWatch, job: string): boolean {
  return watch.deathsOf(job).length > 0;
}

/** Why a job is not tried again, as the message of its failure; undefined where it may be. */
export function convictionOf(watch: CrashWatch, job: string): string | undefined {
  const deaths = watch.deathsOf(job);
  if (deaths.length < LAST_DEATH) return undefined;
  const memory = deaths.includes('SIGKILL') ? ', perhaps for want of memory' : '';
  return `the process that computed it died ${deaths.length} times (${deaths.join(', ')}${memory})`;
}

/** Runs jobs, one after the other in some other place, under the eyes of the watch. */
export async function watched<Result>(
  watch: CrashWatch,
  jobs: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  for (const job of jobs) watch.begin(job);
  try {
    return await work();
  } finally {
    for (const job of jobs) watch.end(job);
  }
}
