import type { Command } from 'commander';
import { InputError } from '../input-error.ts';
import type { PaperFormat } from '../report/paper-formats.ts';
import { checkFolder, inRange, listOf, oneOf } from './flags.ts';
import { addStudyOptions, measureOptions, readStudy, type StudyFlags, titlesOf } from './study-flags.ts';

interface TableFlags extends StudyFlags {
  readonly stats: string;
  readonly order: string;
  readonly digits: string;
  readonly intervals?: true;
  readonly caption?: string;
  readonly format: string;
  readonly standalone?: true;
  readonly out: string;
}

/** `nasprobe table`: the table of a paper, proxies by data sets. */
export function addTable(command: Command): void {
  addStudyOptions(command)
    .option(
      '--stats <list>',
      'spearman, kendall, weighted_tau, partial_spearman, partial_kendall, precision, regret; NAME@0.1 among the best tenth, NAME@100 among the best hundred',
      'spearman,kendall',
    )
    .option('--order <order>', 'given | name | best: of the rows', 'best')
    .option('--digits <n>', 'after the point', '3')
    .option('--intervals', 'print intervals beside the values (CSV and JSON always have them)')
    .option('--caption <text>', 'in place of the one that says what is shown')
    .option('--format <format>', 'table | csv | json | markdown | latex | html', 'table')
    .option('--standalone', 'LaTeX that compiles, or HTML that opens, by itself')
    .option('--out <file>', 'write there, not to stdout', '-')
    .action(async (scores: string[], flags: TableFlags) => table(scores, flags));
}

async function table(scorePaths: string[], flags: TableFlags): Promise<void> {
  const { PAPER_FORMATS } = await import('../report/paper-formats.ts');
  const { parseStatistic } = await import('../report/statistic.ts');
  const { ORDERS, studyTable } = await import('../report/study-table.ts');
  const format = oneOf('format', flags.format, Object.keys(PAPER_FORMATS) as PaperFormat[]);
  const standalone = flags.standalone === true;
  if (standalone && format !== 'latex' && format !== 'html')
    throw new InputError(`--standalone is for --format latex and html, not ${format}`);
  const statistics = listOf(flags.stats).map(parseStatistic);
  if (statistics.length === 0) throw new InputError('--stats is empty: name one, such as spearman');
  if (statistics.some(({ controlled }) => controlled) && flags.given === undefined)
    throw new InputError(
      'partial correlations need --given: the columns to control for, such as params,flops',
    );
  const options = {
    statistics,
    ...measureOptions(flags),
    order: oneOf('order', flags.order, ORDERS),
    digits: inRange(
      'digits',
      flags.digits,
      (n) => Number.isInteger(n) && n >= 0 && n <= 15,
      'a whole number from 0 to 15',
    ),
    intervals: flags.intervals === true || format === 'csv' || format === 'json',
    titles: titlesOf(flags),
    ...(flags.caption === undefined ? {} : { caption: flags.caption }),
  };
  if (flags.out !== '-') checkFolder(flags.out);

  const study = await readStudy(scorePaths, flags);
  const { measureStudy } = await import('../report/measure-study.ts');
  const { followMeasuring } = await import('./follow-measuring.ts');
  const measured = followMeasuring((progress) => measureStudy(study, { ...options, ...progress }));
  const made = studyTable(study, measured, options);
  const styled = flags.out === '-' && process.stdout.isTTY === true && !process.env.NO_COLOR;
  const text = PAPER_FORMATS[format](made, { standalone, styled });
  const { writeAtomically } = await import('../table/write-atomically.ts');
  await writeAtomically(flags.out, [new TextEncoder().encode(text)]);
  if (format === 'csv' || format === 'json') {
    const { safeText } = await import('../safe-text.ts');
    process.stderr.write(made.notes.map((note) => `nasprobe: ${safeText(note)}\n`).join(''));
  }
}
