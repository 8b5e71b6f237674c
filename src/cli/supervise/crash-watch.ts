import { once } from 'node:events';
import { type CrashWatch, UNWATCHED } from '../../run/crash-watch.ts';
import { type DeathRecord, isSupervised, type Report } from './protocol.ts';

/** The supervisor of this process, if it has one, as the run sees it. */
export async function crashWatch(): Promise<CrashWatch> {
  if (!isSupervised()) return UNWATCHED;
  const tell = (report: Report): void => {
    process.send?.(report);
  };
  process.channel?.ref();
  const answer = once(process, 'message');
  tell({ kind: 'hello' });
  const deaths = new Map((await answer)[0] as DeathRecord);
  process.channel?.unref();
  return {
    deathsOf: (job) => deaths.get(job) ?? [],
    begin: (job) => tell({ kind: 'begin', job }),
    end: (job) => tell({ kind: 'end', job }),
  };
}

/** A command does not outlive its supervisor, which was killed: whoever did that wanted an end. */
export function dieWithSupervisor(): void {
  if (!isSupervised()) return;
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
}
