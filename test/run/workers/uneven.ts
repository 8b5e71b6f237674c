import type { ArchScores } from '../../../src/run/score-config.ts';
import type { WorkerAnswer, WorkerJob } from '../../../src/run/worker.ts';

/** Takes the number of milliseconds that an architecture's name says; `die` ends the thread, `throw` throws. */
export default async function work({ archs, config }: WorkerJob): Promise<WorkerAnswer> {
  if (config.space === 'refused')
    return { kind: 'refused', isInput: true, message: 'not with this space', stack: '' };
  const scores: ArchScores[] = [];
  for (const arch of archs) {
    if (arch === 'die') process.exit(3);
    if (arch === 'throw') throw new Error('thrown in the worker');
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, Number(arch.split(' ')[0])));
    const seconds = (performance.now() - start) / 1000;
    scores.push({ arch, seconds, scores: { params: { status: 'ok', value: archs.length } } });
  }
  return { kind: 'scored', scores };
}
