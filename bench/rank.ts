// Times of the rank statistics by number of rows, one core: npx tsx bench/rank.ts
import { performance } from 'node:perf_hooks';
import { randomStream } from '../src/random/index.ts';
import {
  bootstrapIntervals,
  defaultResamples,
  kendall,
  kendallPValue,
  spearman,
  weightedTau,
} from '../src/rank/index.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const stream = randomStream(0, 'bench/rank');

/** A score that follows the truth with noise, rounded so that both have ties, as accuracies do. */
function columns(rows: number): { score: Float64Array; truth: Float64Array } {
  const truth = new Float64Array(rows);
  const score = new Float64Array(rows);
  for (let i = 0; i < rows; i += 1) {
    truth[i] = Math.round(1000 * stream.normal(2 * i)) / 1000;
    score[i] = truth[i]! + Math.round(1e5 * stream.normal(2 * i + 1)) / 1e5;
  }
  return { score, truth };
}

/** The best of three, in milliseconds. */
function time(run: () => unknown): string {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i += 1) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return `${best < 10 ? best.toFixed(2) : best.toFixed(0)} ms`;
}

console.log(
  '| rows | Spearman | Kendall tau-b | its p-value | weighted tau | both intervals, a resample | resamples by default |',
);
console.log('|--:|--:|--:|--:|--:|--:|--:|');
for (const rows of SIZES) {
  const { score, truth } = columns(rows);
  const few = Math.max(5, Math.round(5_000_000 / rows));
  const start = performance.now();
  bootstrapIntervals(score, truth, { resamples: few });
  const resample = (performance.now() - start) / few;
  const cells = [
    rows.toLocaleString('en'),
    time(() => spearman(score, truth)),
    time(() => kendall(score, truth)),
    time(() => kendallPValue(score, truth)),
    time(() => weightedTau(score, truth)),
    `${resample.toFixed(2)} ms`,
    defaultResamples(rows),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
