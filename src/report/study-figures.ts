import { correlationHeatmap } from '../figure/correlation-heatmap.ts';
import { costPlot } from '../figure/cost-plot.ts';
import { forestPlot } from '../figure/forest-plot.ts';
import { rankScatter } from '../figure/rank-scatter.ts';
import { topCurves } from '../figure/top-curves.ts';
import { InputError } from '../input-error.ts';
import { kendall, midranks, regretsAtK, spearman } from '../rank/index.ts';
import { measureStudy, type ProxyMeasurements } from './measure-study.ts';
import { parseStatistic } from './statistic.ts';
import { type Benchmark, type ProxyScores, pairOf, type Study, sign, type Target } from './study.ts';
import { share } from './written-number.ts';

export interface FigureOptions {
  /** The correlation that is drawn, or written beside what is drawn. */
  readonly statistic: 'spearman' | 'kendall';
  /** In pixels at 96 an inch. */
  readonly width: number;
  readonly titles: ReadonlyMap<string, string>;
  readonly confidence: number;
  readonly resamples?: number;
  readonly seed: number;
  /** Seconds an architecture, by proxy. */
  readonly costs?: ReadonlyMap<string, number>;
  /** Measured already, the statistic first. */
  readonly measured?: readonly ProxyMeasurements[];
}

interface Task {
  readonly benchmark: Benchmark;
  readonly target: Target;
}

const CORRELATIONS = {
  spearman: { of: spearman, sign: 'ρ', label: "Spearman's ρ" },
  kendall: { of: kendall, sign: 'τ', label: "Kendall's τ" },
} as const;

/** More would be too small to read. */
const MOST_PANELS = 40;

/** Every figure of a study, by the name the command line gives it. */
export const FIGURES = { scatter, heatmap, forest, cost, top } as const satisfies Record<
  string,
  (study: Study, options: FigureOptions) => string
>;

/** Rank of the score against rank of the truth, for every proxy and target; the first repetition of each. */
function scatter(study: Study, { statistic, width, titles }: FigureOptions): string {
  const { of, sign } = CORRELATIONS[statistic];
  const tasks = tasksOf(study);
  const pairs = tasks.flatMap((task) => proxiesOf(study, task.benchmark).map((proxy) => ({ task, proxy })));
  if (pairs.length > MOST_PANELS) {
    throw new InputError(
      `${pairs.length} panels are too many to read: choose up to ${MOST_PANELS} with --proxies and --targets`,
    );
  }
  const target = tasks.length === 1 ? nameOf(study, tasks[0]!, titles) : 'truth';
  return rankScatter({
    panels: pairs.map(({ task, proxy }) => {
      const { x, y } = pairOf(proxy.columns[0]!, proxy, task.target);
      const name = titles.get(proxy.name) ?? proxy.name;
      const among = tasks.length === 1 ? name : `${name}, ${nameOf(study, task, titles)}`;
      return { title: `${among}: ${sign} = ${share(2)(of(x, y))}`, x: percentiles(x), y: percentiles(y) };
    }),
    xLabel: 'rank of the score, %',
    yLabel: `rank of ${target}, %`,
    width,
  });
}

/** Correlation of every two proxies on the architectures that both have a score of, those of the first benchmark. */
function heatmap(study: Study, { statistic, width, titles }: FigureOptions): string {
  const benchmark = study.benchmarks[0]!;
  const { proxies, values } = likenesses(proxiesOf(study, benchmark), CORRELATIONS[statistic].of);
  return correlationHeatmap({
    title: `${CORRELATIONS[statistic].label} between proxies, percent`,
    names: proxies.map(({ name }) => titles.get(name) ?? name),
    values,
    width,
  });
}

/** All proxies over all data sets, with intervals, the best on average first. */
function forest(study: Study, options: FigureOptions): string {
  const measured = measure(study, options);
  const rows = strongestFirst(study, measured);
  return forestPlot({
    title: `${CORRELATIONS[options.statistic].label} of proxies with intervals`,
    label: `${CORRELATIONS[options.statistic].label}, ${Math.round(100 * options.confidence)} % interval`,
    points: rows.flatMap((name) =>
      measured
        .filter(({ proxy }) => proxy.name === name)
        .map((one) => {
          const { value, interval = [Number.NaN, Number.NaN] } = one.measurements[0]!;
          const series = nameOf(study, one, options.titles);
          return {
            row: options.titles.get(name) ?? name,
            series,
            value,
            low: interval[0],
            high: interval[1],
          };
        }),
    ),
    width: options.width,
  });
}

/** Correlation with the first target against what a proxy costs. */
function cost(study: Study, options: FigureOptions): string {
  const { costs = new Map<string, number>(), titles } = options;
  const [task] = tasksOf(study);
  const measured = measure(study, options).filter(
    ({ benchmark, target }) => benchmark === task!.benchmark && target === task!.target,
  );
  return costPlot({
    title: `${CORRELATIONS[options.statistic].label} with ${nameOf(study, task!, titles)} against seconds`,
    label: `${CORRELATIONS[options.statistic].label} with ${nameOf(study, task!, titles)}`,
    points: measured.flatMap(({ proxy, measurements }) => {
      const seconds = costs.get(proxy.name);
      if (seconds === undefined) return [];
      const { value, interval = [Number.NaN, Number.NaN] } = measurements[0]!;
      return [
        { name: titles.get(proxy.name) ?? proxy.name, seconds, value, low: interval[0], high: interval[1] },
      ];
    }),
    width: options.width,
  });
}

/** What the best of the k architectures that a proxy puts first lacks to the best of all, by the first target; the first repetition. */
function top(study: Study, options: FigureOptions): string {
  const task = tasksOf(study)[0]!;
  const named = nameOf(study, task, options.titles);
  const curveOf = (name: string, x: Float64Array, y: Float64Array) => {
    const ks = steps(x.length);
    const regrets = regretsAtK(x, y, ks);
    return { name, points: ks.map((k, i) => [k, regrets[i]!] as const) };
  };
  const up = (values: Float64Array, by: 1 | -1) => values.map((value) => by * value);
  const proxies = strongestFirst(study, measure(study, { ...options, resamples: 0 })).flatMap(
    (name) => task.benchmark.scores.get(name) ?? [],
  );
  const truths = up(
    task.target.values.filter((value) => !Number.isNaN(value)),
    sign(task.target.better),
  );
  return topCurves({
    title: `Regret of the best k by each proxy, ${named}`,
    label: `regret, ${named}`,
    curves: proxies.map((proxy) => {
      const { x, y, xUp, yUp } = pairOf(proxy.columns[0]!, proxy, task.target);
      return curveOf(options.titles.get(proxy.name) ?? proxy.name, up(x, xUp), up(y, yUp));
    }),
    // Scores that are all alike leave the choice to chance.
    chance: curveOf('chance', new Float64Array(truths.length), truths),
    width: options.width,
  });
}

/** 1, 2, 3, 5, 7, 10, … up to all. */
function steps(rows: number): number[] {
  const found: number[] = [];
  for (let k = 1; k < rows; k = Math.max(k + 1, Math.round(k * 1.4))) found.push(k);
  return [...found, rows];
}

function measure(
  study: Study,
  { statistic, confidence, resamples, seed }: FigureOptions,
): ProxyMeasurements[] {
  return measureStudy(study, {
    statistics: [parseStatistic(statistic)],
    confidence,
    seed,
    ...(resamples === undefined ? {} : { resamples }),
  });
}

/** Names by falling mean over targets, in the direction of each. */
function strongestFirst(study: Study, measured: readonly ProxyMeasurements[]): string[] {
  const mean = new Map(
    study.proxies.map((name) => {
      const values = measured
        .filter(({ proxy }) => proxy.name === name)
        .map(
          ({ proxy, target, measurements }) =>
            sign(proxy.better) * sign(target.better) * measurements[0]!.value,
        )
        .filter((value) => !Number.isNaN(value));
      return [name, values.length === 0 ? -2 : values.reduce((a, b) => a + b, 0) / values.length];
    }),
  );
  return study.proxies.toSorted((a, b) => mean.get(b)! - mean.get(a)!);
}

type Correlation = (x: ArrayLike<number>, y: ArrayLike<number>) => number;

/**
 * The correlation of every two proxies, in an order where each stands beside the one that is most like it, from the first on,
 * so that what says the same stands together.
 */
function likenesses(given: readonly ProxyScores[], of: Correlation) {
  const known = given.map((a, i) => given.slice(0, i + 1).map((b) => likeness(a, b, of)));
  const between = (a: number, b: number) => known[Math.max(a, b)]![Math.min(a, b)]!;
  const left = [...given.keys()];
  const order = left.splice(0, 1);
  while (left.length > 0) {
    const near = left
      .map((next) => between(order.at(-1)!, next))
      .map((value) => (Number.isNaN(value) ? -2 : value));
    order.push(...left.splice(near.indexOf(Math.max(...near)), 1));
  }
  return {
    proxies: order.map((index) => given[index]!),
    values: order.map((a) => order.map((b) => between(a, b))),
  };
}

function likeness(a: ProxyScores, b: ProxyScores, of: Correlation): number {
  const [x, y] = [a.columns[0]!.values, b.columns[0]!.values];
  const both = Uint32Array.from(x.keys()).filter((row) => !Number.isNaN(x[row]) && !Number.isNaN(y[row]));
  return of(
    Float64Array.from(both, (row) => x[row]!),
    Float64Array.from(both, (row) => y[row]!),
  );
}

function tasksOf({ benchmarks }: Study): Task[] {
  return benchmarks.flatMap((benchmark) => benchmark.targets.map((target) => ({ benchmark, target })));
}

function proxiesOf({ proxies }: Study, benchmark: Benchmark): ProxyScores[] {
  return proxies.flatMap((name) => benchmark.scores.get(name) ?? []);
}

function nameOf(
  { benchmarks }: Study,
  { benchmark, target }: Task,
  titles: ReadonlyMap<string, string>,
): string {
  return [...(benchmarks.length > 1 ? [benchmark.name] : []), target.name]
    .map((name) => titles.get(name) ?? name)
    .join(' ');
}

/** Midranks from 0 to 100. */
function percentiles(values: Float64Array): Float64Array {
  return midranks(values).map((rank) => (100 * (rank - 0.5)) / values.length);
}
