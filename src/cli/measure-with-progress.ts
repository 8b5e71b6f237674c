import { type MeasureOptions, measureStudy, type ProxyMeasurements } from '../report/measure-study.ts';
import type { Study } from '../report/study.ts';
import { showProgress } from './progress.ts';

/** Measures a study, with progress where stderr is a terminal. */
export function measureWithProgress(study: Study, options: MeasureOptions): ProxyMeasurements[] {
  const progress = process.stderr.isTTY === true ? showProgress(process.stderr) : undefined;
  const measured = measureStudy(study, {
    ...options,
    onStart: (pairs) => progress?.begin(0, pairs),
    onProgress: (done, pair) => progress?.scored(done, pair),
  });
  progress?.end();
  return measured;
}
