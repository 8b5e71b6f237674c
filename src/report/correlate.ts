import { InputError } from '../input-error.ts';
import { sizesOf } from '../rank/dense-ranks.ts';
import {
  bootstrapIntervalsOf,
  defaultResamples,
  kendallFisherInterval,
  kendallPValueOf,
  pairCountsOf,
  precisionAtK,
  type RankedPair,
  rankPair,
  regretAtK,
  spearmanFisherInterval,
  spearmanOf,
  spearmanPValue,
  tauB,
  topShare,
  weightedTau,
} from '../rank/index.ts';
import type { NumberColumn, Table } from '../table/table.ts';
import { type Better, numberColumns, protocolProxies } from './choose-columns.ts';
import type { Combination } from './combination.ts';
import { withCombinations } from './combine-columns.ts';
import { correlationNotes } from './correlation-notes.ts';
import { type CorrelationReport, type CorrelationRow, intervalFields } from './correlation-row.ts';
import { type JoinOptions, joinTables } from './join.ts';
import { pairValues } from './pair-values.ts';

export interface CorrelateOptions extends JoinOptions {
  /** Columns of the scores and of the truth: all columns of numbers unless given. */
  readonly proxies?: readonly string[];
  readonly targets?: readonly string[];
  /** Rankings made of several proxies, correlated after the proxies. */
  readonly combine?: readonly Combination[];
  /** Columns, of either table, where lower is better; a protocol says it of its own proxies. */
  readonly lower?: readonly string[];
  /** What becomes of a NaN or infinite score: dropped (default), or ranked worst of all. */
  readonly nonfinite?: 'drop' | 'worst';
  /** Best shares of the truth to look at as well, each in (0, 1]. */
  readonly top?: readonly number[];
  /** How intervals are made: by percentile bootstrap (default), or in closed form by Fisher's z. */
  readonly interval?: 'bootstrap' | 'fisher';
  /** 0.95 unless given. */
  readonly confidence?: number;
  /** Of the bootstrap: `defaultResamples` of the number of rows unless given. */
  readonly resamples?: number;
  readonly seed?: number;
  /** Told how many pairs of columns there are, once the input is known to be good, and then after each of them. */
  readonly onStart?: (pairs: number) => void;
  readonly onProgress?: (done: number, pair: string) => void;
}

/**
 * Correlates every proxy of a score table with every target of a truth table, over the architectures they share.
 * Rows come by target, then proxy; a row over all is followed by those of its best shares. Lower being better never
 * turns the sign of a correlation: it decides where a nonfinite score is placed and what the best share is.
 *
 * @throws InputError where the tables cannot be joined, a column is missing, or an option is out of range.
 */
export function correlate(
  given: Table,
  truthTable: Table,
  options: CorrelateOptions = {},
): CorrelationReport {
  const { nonfinite = 'drop', confidence = 0.95, combine = [] } = options;
  const on = options.on ?? 'arch';
  const single = numberColumns(given, on, options.proxies);
  const parts = numberColumns(given, on, [
    ...single.map(({ name }) => name),
    ...combine.flatMap(({ of }) => of),
  ]);
  const targets = numberColumns(truthTable, on, options.targets);
  const better = directions(given, [...parts, ...targets], options.lower ?? []);
  const scores = withCombinations(given, on, combine, nonfinite, (name) => better(name, true));
  const truth = truthTable === given ? scores : truthTable;
  const proxies = numberColumns(
    scores,
    on,
    [...single, ...combine].map(({ name }) => name),
  );
  const join = joinTables(scores, truth, options);
  const rows: CorrelationRow[] = [];
  let done = 0;
  options.onStart?.(proxies.length * targets.length);
  for (const target of targets) {
    for (const proxy of proxies) {
      const { values, truths, ...counts } = pairValues(
        join,
        proxy,
        target,
        nonfinite,
        better(proxy.name, true),
      );
      const common = { proxy: proxy.name, target: target.name, ...counts };
      const upward = {
        proxy: better(proxy.name, true) === 'lower' ? -1 : 1,
        target: better(target.name, truth === scores) === 'lower' ? -1 : 1,
      };
      rows.push({
        ...common,
        top: null,
        ...statistics(values, truths, upward, options),
        precision: null,
        regret: null,
      });
      const goodValues = values.map((value) => upward.proxy * value);
      const goodTruths = truths.map((value) => upward.target * value);
      for (const share of options.top ?? []) {
        const best = topShare(goodTruths, share);
        const some = statistics(pick(values, best), pick(truths, best), upward, options);
        const precision = some.n === 0 ? Number.NaN : precisionAtK(goodValues, goodTruths, some.n);
        const regret = some.n === 0 ? Number.NaN : regretAtK(goodValues, goodTruths, some.n);
        rows.push({ ...common, top: share, ...some, precision, regret });
      }
      done += 1;
      options.onProgress?.(done, `${proxy.name} with ${target.name}`);
    }
  }
  return { rows, confidence, notes: correlationNotes({ scores, truth, join, rows, proxies, options }) };
}

/** For each column 1 where higher is better and -1 where lower is. */
interface Upward {
  readonly proxy: number;
  readonly target: number;
}

/** The statistics of two columns without NaN. */
function statistics(x: Float64Array, y: Float64Array, upward: Upward, options: CorrelateOptions) {
  const { interval = 'bootstrap', confidence = 0.95 } = options;
  const pair = rankPair(x, y);
  const n = pair.n;
  const counts = pairCountsOf(pair);
  const spearman = spearmanOf(pair);
  const kendall = tauB(counts);
  const resamples = interval === 'fisher' ? null : (options.resamples ?? defaultResamples(n));
  const intervals =
    resamples === null
      ? {
          spearman: spearmanFisherInterval(spearman, n, confidence),
          kendall: kendallFisherInterval(kendall, n, confidence),
        }
      : bootstrapIntervalsOf(pair, {
          resamples,
          confidence,
          ...(options.seed === undefined ? {} : { seed: options.seed }),
        });
  return {
    n,
    spearman,
    ...intervalFields('spearman', intervals.spearman),
    spearmanP: spearmanPValue(spearman, n),
    kendall,
    ...intervalFields('kendall', intervals.kendall),
    kendallP: kendallPValueOf(pair, counts),
    // The places that weigh most are those of the best; the sign stays that of the columns as they are.
    weightedTau:
      upward.proxy *
      upward.target *
      weightedTau(
        x.map((value) => upward.proxy * value),
        y.map((value) => upward.target * value),
      ),
    ...tiedRows(pair),
    resamples,
  };
}

/** Rows that share their value with another. */
function tiedRows({ x, y, xCount, yCount }: RankedPair): { tiesProxy: number; tiesTarget: number } {
  const tied = (ranks: Int32Array, count: number) =>
    sizesOf(ranks, count).reduce((sum, size) => (size > 1 ? sum + size : sum), 0);
  return { tiesProxy: tied(x, xCount), tiesTarget: tied(y, yCount) };
}

/** Which end of a column is good, by its name and whether the score table has it; combinations are made to rise. */
function directions(scores: Table, columns: readonly NumberColumn[], lower: readonly string[]) {
  const unknown = lower.find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined) {
    throw new InputError(
      `--lower names ${JSON.stringify(unknown)}, which is none of the columns compared: ${columns.map(({ name }) => name).join(', ')}`,
    );
  }
  const protocol = new Map(protocolProxies(scores)?.map(({ name, better }) => [name, better]));
  return (name: string, isScore: boolean): Better =>
    lower.includes(name) ? 'lower' : ((isScore ? protocol.get(name) : undefined) ?? 'higher');
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
