import type { Command } from 'commander';
import { InputError } from '../../input-error.ts';
import type { BenchConfig } from '../../run/predict/bench-plan.ts';
import type { BenchRow, Metric } from '../../run/predict/bench-row.ts';
import type { Bench } from '../../run/predict/run-bench.ts';
import { EXIT } from '../exit-code.ts';
import { checkFolder, inRange, isCount, listOf, oneOf } from '../flags.ts';
import { addSampleFlags, readSampleTables, type SampleFlags } from './sample-flags.ts';

interface BenchFlags extends SampleFlags {
  readonly truth: string;
  readonly targets: string;
  readonly predictors: string;
  readonly encodings: string;
  readonly train: string;
  readonly trials: string;
  readonly test: string;
  readonly top: string;
  readonly seed: string;
  readonly workers?: string;
  readonly metric: string;
  readonly format: string;
  readonly out?: string;
  readonly figures?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** `nasprobe predict bench`: every predictor with every encoding at every number of trainings. */
export function addBench(predict: Command): void {
  addSampleFlags(
    predict
      .command('bench')
      .description('compare predictors: how well they order architectures they have not seen')
      .requiredOption('--truth <table>', 'architectures and their accuracies')
      .requiredOption('--targets <columns>', 'columns to predict; a list stands for its last entry'),
  )
    .option('--predictors <names>', 'a,b,… | all (nasprobe predict list)', 'all')
    .option('--encodings <names>', 'a,b+c,… | default (nasprobe predict list)', 'default')
    .option('--train <counts>', 'numbers of training architectures', '10,25,50,100,200,400')
    .option('--trials <n>', 'repetitions with other architectures', '20')
    .option('--test <n>', 'architectures that each trial is tested on', '1000')
    .option('--top <k>', 'for precision and regret: how many one would train in the end', '10')
    .option('--seed <n>', 'of all draws', '0')
    .option('--workers <n>', 'worker threads (default: one a processor)')
    .option(
      '--metric <name>',
      'spearman | kendall | pearson | rmse | precision | regret, in the table',
      'kendall',
    )
    .option('--format <format>', 'table | csv | json | markdown | latex | html; json has every fit', 'table')
    .option('--out <file>', 'an .arrow file of every fit, kept up to date; the same command again resumes')
    .option('--figures <folder>', 'writes accuracy.svg and seconds.svg there')
    .option('--strict', 'exit 1 if some fit failed')
    .option('--quiet', 'no progress')
    .action(bench);
}

async function bench(flags: BenchFlags): Promise<void> {
  const { PAPER_FORMATS } = await import('../../report/paper-formats.ts');
  const format = oneOf('format', flags.format, Object.keys(PAPER_FORMATS) as (keyof typeof PAPER_FORMATS)[]);
  const { METRICS } = await import('../../run/predict/bench-row.ts');
  const metric = oneOf('metric', flags.metric, Object.keys(METRICS) as Metric[]);
  const config = await parseConfig(flags);
  const workers =
    flags.workers === undefined
      ? undefined
      : inRange('workers', flags.workers, (x) => isCount(x) && x > 0, 'a whole number from 1 up');
  const { out, figures } = flags;
  if (out !== undefined) {
    if (!/\.arrow$/.test(out)) throw new InputError(`--out ${out}: an .arrow file is written, name it so`);
    checkFolder(out);
  }
  if (figures !== undefined) checkFolder(figures);

  const { truth, set } = await readSampleTables(flags.truth, flags);
  const { readTargets } = await import('../../run/predict/read-samples.ts');
  const targets = listOf(flags.targets).map((name) => {
    if (set.kind.proxies.some((proxy) => proxy.name === name) && flags.scores === flags.truth) {
      throw new InputError(`--targets ${name}: is among the proxies too, leave it out there`);
    }
    return { name, values: readTargets(truth, name, set.rows) };
  });
  const rows = await follow(
    {
      config,
      set,
      targets,
      sources: { truth: flags.truth, ...(flags.scores === undefined ? {} : { scores: flags.scores }) },
      ...(workers === undefined ? {} : { workers }),
      ...(out === undefined ? {} : { out }),
    },
    flags.quiet === true,
  );
  if (figures !== undefined && rows.length > 0) {
    const { writeBenchFigures } = await import('../../run/predict/bench-figures.ts');
    await writeBenchFigures(rows, metric, figures);
  }
  process.stdout.write(await rendered(rows, metric, format));
  const failed = rows.filter(({ problem }) => problem !== null);
  if (failed.length > 0) {
    process.stderr.write(`nasprobe: ${failed.length} fits failed, the first: ${failed[0]!.problem}\n`);
    if (flags.strict === true) process.exitCode = EXIT.someFailed;
  }
}

async function parseConfig(flags: BenchFlags): Promise<BenchConfig> {
  const { PREDICTORS, findPredictor } = await import('../../../estimators/predictors/learners/index.ts');
  const { DEFAULT_ENCODINGS, partsOf } = await import('../../../estimators/predictors/encodings/index.ts');
  const predictors =
    flags.predictors === 'all'
      ? PREDICTORS.map(({ name }) => name)
      : [...new Set(listOf(flags.predictors))].map((name) => findPredictor(name).name);
  const encodings =
    flags.encodings === 'default'
      ? DEFAULT_ENCODINGS
      : [...new Set(listOf(flags.encodings).map((union) => partsOf(union).join('+')))];
  const count = (option: 'trials' | 'test' | 'top', least: number): number =>
    inRange(option, flags[option], (x) => isCount(x) && x >= least, `a whole number from ${least} up`);
  const train = listOf(flags.train).map((text) =>
    inRange('train', text, (x) => isCount(x) && x >= 2, 'whole numbers from 2 up, such as 10,100,'),
  );
  if (train.length === 0) throw new InputError('--train: names no number of training architectures');
  const test = count('test', 2);
  const top = count('top', 1);
  if (top > test) throw new InputError(`--top ${top}: is more than the ${test} of --test, lower it`);
  return {
    predictors,
    encodings,
    train: [...new Set(train)].sort((a, b) => a - b),
    trials: count('trials', 1),
    test,
    top,
    seed: inRange('seed', flags.seed, isCount, 'a whole number from 0 up'),
  };
}

async function follow(job: Bench, quiet: boolean): Promise<readonly BenchRow[]> {
  const { runBench } = await import('../../run/predict/run-bench.ts');
  const { SILENT, showProgress } = await import('../progress.ts');
  const { onStopSignal } = await import('../on-stop-signal.ts');
  const progress = quiet ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  let rows: readonly BenchRow[] = [];
  try {
    for await (const event of runBench({ ...job, signal: stop.signal })) {
      if (event.type === 'started') progress.begin(event.done, event.total);
      else if (event.type === 'done') {
        const { predictor, encoding, train, trial } = event.row;
        progress.scored(event.done, `${predictor}, ${encoding}, ${train} trained, trial ${trial + 1}`);
      } else {
        progress.end();
        rows = event.rows;
        if (event.stopped) {
          process.exitCode = EXIT.stopped;
          process.stderr.write(
            job.out === undefined
              ? 'nasprobe: stopped. With --out FILE.arrow a bench can be resumed\n'
              : `nasprobe: stopped after ${rows.length} fits. The same command goes on from there\n`,
          );
        }
      }
    }
  } finally {
    stop.release();
  }
  return rows;
}

async function rendered(rows: readonly BenchRow[], metric: Metric, format: string): Promise<string> {
  if (format === 'json') {
    const { jsonLines } = await import('../../report/render-json.ts');
    return jsonLines(rows);
  }
  const { PAPER_FORMATS } = await import('../../report/paper-formats.ts');
  const { benchSummary } = await import('../../run/predict/bench-summary.ts');
  return PAPER_FORMATS[format as keyof typeof PAPER_FORMATS](benchSummary(rows, metric));
}
