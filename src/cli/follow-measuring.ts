import type { MeasureOptions } from '../report/measure-study.ts';
import { showProgress } from './progress.ts';

/** Runs what measures a study, with progress where stderr is a terminal. */
export function followMeasuring<Result>(
  measure: (progress: Required<Pick<MeasureOptions, 'onStart' | 'onProgress'>>) => Result,
): Result {
  const progress = process.stderr.isTTY === true ? showProgress(process.stderr) : undefined;
  const result = measure({
    onStart: (pairs) => progress?.begin(0, pairs),
    onProgress: (done, pair) => progress?.scored(done, pair),
  });
  progress?.end();
  return result;
}
