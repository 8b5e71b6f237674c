import { defaultResamples, type Interval, jointBootstrap, percentileInterval } from '../rank/index.ts';
import type { Statistic } from './statistic.ts';
import { type Benchmark, type ProxyScores, pairOf, type Study, sign, type Target } from './study.ts';

export interface MeasureOptions {
  readonly statistics: readonly Statistic[];
  /** 0.95 unless given. */
  readonly confidence?: number;
  /** Of the bootstrap; `defaultResamples` of the rows unless given; 0 for no intervals and no comparison. */
  readonly resamples?: number;
  readonly seed?: number;
  readonly onStart?: (pairs: number) => void;
  readonly onProgress?: (done: number, pair: string) => void;
}

/** One statistic of one proxy and one target, over the repetitions of the proxy. */
export interface Measurement {
  readonly statistic: string;
  /** Mean over repetitions. */
  readonly value: number;
  /** Standard deviation over repetitions (n - 1); undefined for one. */
  readonly std?: number;
  /** Of the mean; only for plain Spearman and Kendall. */
  readonly interval?: Interval;
  /** Of how much the best proxy of the column is better; undefined for the best itself. */
  readonly behind?: Interval;
}

export interface ProxyMeasurements {
  readonly benchmark: Benchmark;
  readonly target: Target;
  readonly proxy: ProxyScores;
  /** Architectures that count, by repetition. */
  readonly n: readonly number[];
  /** Behind its intervals; 0 where it has none. */
  readonly resamples: number;
  /** In the order asked for. */
  readonly measurements: readonly Measurement[];
}

/** Every statistic of every proxy that a benchmark has, by benchmark and target, in the study's order. */
export function measureStudy(study: Study, options: MeasureOptions): ProxyMeasurements[] {
  const tasks = study.benchmarks.flatMap((benchmark) =>
    benchmark.targets.map((target) => ({
      benchmark,
      target,
      proxies: study.proxies.flatMap((name) => benchmark.scores.get(name) ?? []),
    })),
  );
  let done = 0;
  options.onStart?.(tasks.reduce((sum, { proxies }) => sum + proxies.length, 0));
  return tasks.flatMap(({ benchmark, target, proxies }) => {
    const measured = proxies.map((proxy) => {
      const one = measureProxy(benchmark, target, proxy, options);
      done += 1;
      options.onProgress?.(done, `${proxy.name} with ${target.name}`);
      return one;
    });
    return compared(measured, options);
  });
}

/** A proxy's measurements, and the resampled values from which differences come. */
interface Resampled {
  readonly measured: ProxyMeasurements;
  readonly samples: Readonly<Record<'spearman' | 'kendall', Float64Array>> | undefined;
}

function measureProxy(
  benchmark: Benchmark,
  target: Target,
  proxy: ProxyScores,
  { statistics, confidence = 0.95, resamples, seed = 0 }: MeasureOptions,
): Resampled {
  const plain = proxy.columns.map((column) => pairOf(column, proxy, target));
  const controlled = statistics.some(({ controlled }) => controlled)
    ? proxy.columns.map((column) => pairOf(column, proxy, target, benchmark.controls))
    : plain;
  const draws = resamples ?? defaultResamples(target.values.length);
  const wanted = draws > 0 && statistics.some(({ resampled }) => resampled !== undefined);
  // Resamples depend on the seed and the number of rows alone: those of one proxy are those of all others.
  const drawn = wanted
    ? proxy.columns.map(
        ({ values }) => jointBootstrap([{ x: values, y: target.values }], { resamples: draws, seed })[0]!,
      )
    : undefined;
  const samples = drawn && {
    spearman: meanOf(drawn.map(({ spearman }) => spearman)),
    kendall: meanOf(drawn.map(({ kendall }) => kendall)),
  };
  const measurements = statistics.map((statistic): Measurement => {
    const values = (statistic.controlled ? controlled : plain).map((pair) => statistic.of(pair));
    const value = values.reduce((sum, one) => sum + one, 0) / values.length;
    const sample = statistic.resampled && samples?.[statistic.resampled];
    return {
      statistic: statistic.name,
      value,
      ...(values.length > 1 ? { std: deviation(values, value) } : {}),
      ...(sample === undefined ? {} : { interval: percentileInterval(sample, confidence) }),
    };
  });
  const n = plain.map(({ x }) => x.length);
  return { measured: { benchmark, target, proxy, n, resamples: wanted ? draws : 0, measurements }, samples };
}

/** Adds to each proxy of a target how far it is behind the best one. */
function compared(
  all: readonly Resampled[],
  { statistics, confidence = 0.95 }: MeasureOptions,
): ProxyMeasurements[] {
  const best = statistics.map((_, index) => {
    const worths = all.map(({ measured }) => worth(measured, index));
    return worths.indexOf(Math.max(...worths.filter((value) => !Number.isNaN(value))));
  });
  return all.map(({ measured, samples }, row) => ({
    ...measured,
    measurements: measured.measurements.map((measurement, index): Measurement => {
      const { resampled } = statistics[index]!;
      const leader = all[best[index]!];
      if (resampled === undefined || samples === undefined || leader?.samples === undefined)
        return measurement;
      if (best[index] === row) return measurement;
      const [ahead, own] = [upward(leader.measured), upward(measured)];
      const theirs = leader.samples[resampled];
      const behind = samples[resampled].map((value, i) => ahead * theirs[i]! - own * value);
      return { ...measurement, behind: percentileInterval(behind, confidence) };
    }),
  }));
}

/** The sign that makes more of a correlation better. */
export function upward({ proxy, target }: Pick<ProxyMeasurements, 'proxy' | 'target'>): 1 | -1 {
  return (sign(proxy.better) * sign(target.better)) as 1 | -1;
}

function worth(measured: ProxyMeasurements, index: number): number {
  return upward(measured) * measured.measurements[index]!.value;
}

function meanOf(columns: readonly Float64Array[]): Float64Array {
  return columns[0]!.map((_, i) => columns.reduce((sum, column) => sum + column[i]!, 0) / columns.length);
}

function deviation(values: readonly number[], mean: number): number {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
