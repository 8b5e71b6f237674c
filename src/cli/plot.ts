import type { Command } from 'commander';
import { InputError } from '../input-error.ts';
import { checkFolder, inRange, oneOf } from './flags.ts';
import { addStudyOptions, measureOptions, readStudy, type StudyFlags, titlesOf } from './study-flags.ts';

interface PlotFlags extends StudyFlags {
  readonly stat: string;
  readonly width: string;
  readonly costs?: string;
  readonly out: string;
}

/** `nasprobe plot`: the figures of a paper, as SVG. */
export function addPlot(command: Command): void {
  command.argument(
    '<FIGURE>',
    'scatter: ranks, by proxy and target; heatmap: proxies with each other; forest: proxies over data sets; cost: seconds against correlation; top: regret of the best k',
  );
  addStudyOptions(command)
    .option('--stat <name>', 'spearman | kendall', 'spearman')
    .option('--width <pixels>', 'column (3.5 in) | page (5.5 in) | pixels at 96 an inch', 'column')
    .option('--costs <table>', 'of `cost`: columns proxy and seconds (default: measured here)')
    .option('--out <file>', 'write there, not to stdout', '-')
    .action(async (figure: string, scores: string[], flags: PlotFlags) => plot(figure, scores, flags));
}

async function plot(figure: string, scorePaths: string[], flags: PlotFlags): Promise<void> {
  const { FIGURES } = await import('../report/study-figures.ts');
  const names = Object.keys(FIGURES) as (keyof typeof FIGURES)[];
  const name = names.find((name) => name === figure);
  if (name === undefined)
    throw new InputError(`figure ${JSON.stringify(figure)}: one of ${names.join(', ')} is needed`);
  const statistic = oneOf('stat', flags.stat, ['spearman', 'kendall']);
  const options = {
    ...measureOptions(flags),
    statistic,
    titles: titlesOf(flags),
    width: await widthOf(flags),
  };
  if (flags.out !== '-') checkFolder(flags.out);

  // Proxies with each other need no truth: the scores are their own.
  const truth = flags.truth ?? (name === 'heatmap' ? scorePaths.slice(0, 1) : undefined);
  const study = await readStudy(scorePaths, truth === undefined ? flags : { ...flags, truth });
  const { costsOf } = await import('./proxy-seconds.ts');
  const costs = name === 'cost' ? await costsOf(study, flags.costs) : undefined;
  const svg = FIGURES[name](study, { ...options, ...(costs === undefined ? {} : { costs }) });
  const { writeAtomically } = await import('../table/write-atomically.ts');
  await writeAtomically(flags.out, [new TextEncoder().encode(svg)]);
}

async function widthOf({ width }: PlotFlags): Promise<number> {
  const { COLUMN_WIDTH, PAGE_WIDTH } = await import('../figure/style.ts');
  const named: Readonly<Record<string, number>> = { column: COLUMN_WIDTH, page: PAGE_WIDTH };
  const known = Object.hasOwn(named, width) ? named[width] : undefined;
  return (
    known ?? inRange('width', width, (x) => x >= 200 && x <= 4000, 'column, page, or pixels from 200 to 4000')
  );
}
