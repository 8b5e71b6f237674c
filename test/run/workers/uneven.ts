import type { WorkerAnswer, WorkerJob } from '../../../src/run/worker.ts';

/** Takes the number of milliseconds that the architecture's name says; `die` ends the thread, `throw` throws. */
export default async function work({ arch, config }: WorkerJob): Promise<WorkerAnswer> {
  if (config.space === 'refused')
    return { kind: 'refused', isInput: true, message: 'not with this space', stack: '' };
  if (arch === undefined) return { kind: 'opened' };
  if (arch === 'die') process.exit(3);
  if (arch === 'throw') throw new Error('thrown in the worker');
  await new Promise((resolve) => setTimeout(resolve, Number(arch.split(' ')[0])));
  return { kind: 'scored', scores: { arch, seconds: 0, scores: { params: { status: 'ok', value: 1 } } } };
}
