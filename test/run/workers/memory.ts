import type { ArchScores } from '../../../src/run/score-config.ts';
import type { WorkerAnswer, WorkerJob } from '../../../src/run/worker.ts';

let underWay = 0;

/** A device with room for one architecture of kind `large`, alone; `huge` never fits. */
export default async function work({ archs, kind }: WorkerJob): Promise<WorkerAnswer> {
  if (kind === 'check') return { kind: 'opened', notes: ['started'] };
  const scores: ArchScores[] = [];
  for (const arch of archs) {
    underWay += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
    const fits = arch.startsWith('small') || (arch.startsWith('large') && underWay === 1);
    underWay -= 1;
    const outcome = fits
      ? ({ status: 'ok', value: 1 } as const)
      : ({ status: 'failed', code: 'out-of-memory', message: 'CUDA failure 2: out of memory' } as const);
    scores.push({ arch, seconds: 0, scores: { grad_norm: outcome } });
  }
  return { kind: 'scored', scores, notes: ['started'] };
}
