import { describe, expect, it } from 'vitest';
import {
  kendall,
  partialSpearman,
  precisionAtK,
  regretAtK,
  spearman,
  topShare,
} from '../../src/rank/index.ts';
import { measureStudy } from '../../src/report/measure-study.ts';
import type { PaperTable } from '../../src/report/paper-table.ts';
import { parseStatistic } from '../../src/report/statistic.ts';
import { gatherStudy, type StudyOptions } from '../../src/report/study.ts';
import { type StudyTableOptions, studyTable } from '../../src/report/study-table.ts';
import type { NumberColumn, Table } from '../../src/table/table.ts';
import { accuracy, arch, ROWS, scoresOf, truth } from './study.ts';
import { tableOf } from './tables.ts';

const numbers = (table: Table, name: string): number[] =>
  Array.from((table.columns.find((column) => column.name === name) as NumberColumn).values);

function tabulate(
  scores: Table[],
  truths: Table[],
  study: StudyOptions = {},
  {
    statistics = ['spearman', 'kendall'],
    ...options
  }: { statistics?: string[] } & Partial<Omit<StudyTableOptions, 'statistics'>> = {},
): PaperTable {
  const gathered = gatherStudy(scores, truths, study);
  const all: StudyTableOptions = {
    statistics: statistics.map(parseStatistic),
    order: 'given',
    digits: 3,
    intervals: true,
    resamples: 200,
    ...options,
  };
  return studyTable(gathered, measureStudy(gathered, all), all);
}

const cellsOf = (table: PaperTable, row: string) =>
  table.groups[0]!.rows.find(({ name }) => name === row)!.cells;

describe('a study', () => {
  it('has the statistics of the columns, whatever the order of the rows', () => {
    const scores = scoresOf(1);
    const table = tabulate([scores], [truth], { targets: ['test'] });
    expect(table.groups[0]!.rows.map(({ name }) => name)).toEqual(['strong', 'good', 'weak', 'latency']);
    expect(table.columns.map(({ over, title }) => `${over} ${title}`)).toEqual(['test ρ', 'test τ']);
    const [rho, tau] = cellsOf(table, 'strong');
    expect(rho!.value).toBeCloseTo(spearman(numbers(scores, 'strong'), accuracy), 14);
    expect(tau!.value).toBe(kendall(numbers(scores, 'strong'), accuracy));
    expect(rho!.interval![0]).toBeLessThan(rho!.value as number);
    expect(rho!.interval![1]).toBeGreaterThan(rho!.value as number);
    expect(rho!.emphasis).toBe('best');
    expect(cellsOf(table, 'good')[0]!.emphasis).toBe('second');
  });

  it('marks what may be as good as the best, and not what is not', () => {
    const table = tabulate([scoresOf(1)], [truth], { targets: ['test'] });
    expect(cellsOf(table, 'weak')[0]!.mark).toBeUndefined();
    const close = tableOf('s', {
      arch,
      a: numbers(scoresOf(1), 'strong'),
      b: numbers(scoresOf(2), 'strong'),
    });
    const marks = tabulate([close], [truth], { targets: ['test'] }).groups[0]!.rows.map(
      ({ cells }) => cells[0]!.mark,
    );
    expect(marks.filter((mark) => mark === '†')).toHaveLength(1);
    expect(tabulate([close], [truth], {}, { resamples: 0 }).groups[0]!.rows[0]!.cells[0]).not.toHaveProperty(
      'interval',
    );
  });

  it('takes a proxy by its direction: lower latency is the best of all here', () => {
    const table = tabulate(
      [scoresOf(1)],
      [truth],
      { targets: ['test'], lower: ['latency'] },
      { order: 'best' },
    );
    const best = table.groups[0]!.rows.map(({ name }) => name);
    expect(best.indexOf('latency')).toBeLessThan(best.indexOf('weak'));
    expect(cellsOf(table, 'latency')[0]!.value).toBeLessThan(0);
    const plain = tabulate([scoresOf(1)], [truth], { targets: ['test'] }, { order: 'best' });
    expect(plain.groups[0]!.rows.at(-1)!.name).toBe('latency');
  });

  it('averages repetitions and gives their standard deviation', () => {
    const tables = [1, 2, 3].map((seed) => scoresOf(seed));
    const table = tabulate(tables, [truth], { targets: ['test'] });
    const values = tables.map((scores) => spearman(numbers(scores, 'good'), accuracy));
    const mean = values.reduce((a, b) => a + b) / 3;
    const [rho] = cellsOf(table, 'good');
    expect(rho!.value).toBeCloseTo(mean, 14);
    expect(rho!.spread).toBeCloseTo(Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 2), 14);
    expect(table.notes).toContain('mean ± standard deviation over 3 score tables (seeds)');
  });

  it('joins repetitions that scored different architectures', () => {
    const one = tableOf('a', { arch: arch.slice(0, 40), p: accuracy.slice(0, 40) });
    const two = tableOf('b', { arch: arch.slice(20), p: accuracy.slice(20).map((value) => -value) });
    const table = tabulate([two, one], [truth], { targets: ['test'] });
    expect(cellsOf(table, 'p')[0]).toMatchObject({ value: 0, spread: Math.SQRT2 });
    expect(table.notes).toContain('n = 40 architectures');
  });

  it('puts several benchmarks side by side', () => {
    const other = tableOf('nb101.json.gz', { arch: ['x', 'y', 'z'], acc: [1, 2, 3] });
    const scores = tableOf('s101', { arch: ['x', 'y', 'z'], good: [1, 3, 2] });
    const table = tabulate([scoresOf(1), scores], [truth, other], { targets: ['test', 'acc'] });
    expect(table.columns.map(({ over }) => over)).toEqual([
      'cifar test',
      'cifar test',
      'nb101 acc',
      'nb101 acc',
    ]);
    expect(cellsOf(table, 'strong').map(({ value }) => value === null)).toEqual([false, false, true, true]);
    expect(cellsOf(table, 'good')[2]!.value).toBe(0.5);
    const alone = tableOf('elsewhere', { arch: ['q'], good: [1] });
    expect(() => tabulate([scoresOf(1), alone], [truth])).toThrow(
      'no arch of elsewhere (first: "q") is in cifar.csv',
    );
  });

  it('looks at the top and beyond size', () => {
    const scores = scoresOf(1);
    const [good, strong] = [numbers(scores, 'good'), numbers(scores, 'strong')];
    const table = tabulate(
      [scores],
      [truth],
      { targets: ['test'], given: ['strong', 'valid'] },
      { statistics: ['spearman@0.2', 'precision@0.2', 'regret@5', 'partial_spearman'] },
    );
    // Rows in the truth's order, by which ties at the edge fall.
    const reversed = (values: readonly number[]) => values.toReversed();
    const best = topShare(reversed(accuracy), 0.2);
    const pick = (values: readonly number[]) => Array.from(best, (row) => reversed(values)[row]!);
    const [rho, precision, regret, partial] = cellsOf(table, 'good');
    expect(rho!.value).toBeCloseTo(spearman(pick(good), pick(accuracy)), 14);
    expect(precision!.value).toBe(precisionAtK(good, accuracy, ROWS / 5));
    expect(regret!.value).toBe(regretAtK(good, accuracy, 5));
    const valid = numbers(truth, 'valid').toReversed();
    expect(partial!.value).toBeCloseTo(partialSpearman(good, accuracy, [strong, valid]), 12);
    expect(cellsOf(table, 'strong')[3]!.value).toBeNaN();
    expect(table.columns.map(({ title }) => title)).toEqual([
      'ρ top 20 %',
      'precision top 20 %',
      'regret top 5',
      'ρ partial',
    ]);
  });

  it('says what was dropped, and which protocol', () => {
    const protocol = (batch: number, seed: number) => ({
      nasprobe: JSON.stringify({ space: 'nb', seed, batch: { size: batch }, machine: { cpu: String(seed) } }),
    });
    const same = tabulate([scoresOf(1, protocol(64, 1)), scoresOf(2, protocol(64, 2))], [truth]);
    expect(same.notes).toContain('nonfinite scores dropped: weak 1');
    expect(same.notes).toContain('n = 59 to 60 architectures');
    expect(same.notes.at(-1)).toBe('protocol: space nb, batch size 64, seeds 1, 2');
    const mixed = tabulate(
      [scoresOf(1, protocol(64, 1)), scoresOf(2, protocol(32, 2)), scoresOf(3)],
      [truth],
    );
    expect(mixed.notes.slice(-3)).toEqual([
      'a mix of protocols: batch.size is 64 in seed1.arrow but 32 in seed2.arrow',
      'a mix: some tables state no protocol',
      'no protocol stated by seed3.arrow',
    ]);
  });

  it('names what was mistyped', () => {
    expect(() => tabulate([scoresOf(1)], [truth], { proxies: ['strnog'] })).toThrow('did you mean "strong"?');
    expect(() => tabulate([scoresOf(1)], [truth], { targets: ['tset'] })).toThrow('did you mean "test"?');
    expect(() => tabulate([scoresOf(1)], [truth], { lower: ['x'] })).toThrow('--lower names "x"');
    expect(() => tabulate([scoresOf(1)], [truth], { given: ['x'] })).toThrow('no column "x"');
  });
});

describe('a statistic', () => {
  it.each([
    ['sperman', 'did you mean spearman?'],
    ['precision', 'precision@0.1 or precision@100'],
    ['spearman@1.5', 'a share below 1 or a whole number'],
    ['spearman@', 'a share below 1 or a whole number'],
    ['spearman@0.1@2', 'statistic "spearman@0.1@2"'],
  ])('%s is refused', (text, message) => {
    expect(() => parseStatistic(text)).toThrow(message);
  });
});
