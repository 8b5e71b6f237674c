import type { Command } from 'commander';
import { InputError } from '../../input-error.ts';
import { inRange, isCount, listOf, oneOf } from '../flags.ts';
import { addSampleFlags, readSampleTables, type SampleFlags } from './sample-flags.ts';

interface ImportanceFlags extends SampleFlags {
  readonly truth: string;
  readonly target: string;
  readonly predictors: string;
  readonly encoding: string;
  readonly train: string;
  readonly test: string;
  readonly trials: string;
  readonly repeats: string;
  readonly seed: string;
  readonly format: string;
}

/** `nasprobe predict importance`: what each proxy is worth to a predictor. */
export function addImportance(predict: Command): void {
  addSampleFlags(
    predict
      .command('importance')
      .description('what each proxy is worth to predictors, by permutation')
      .requiredOption('--truth <table>', 'architectures and their accuracies')
      .requiredOption('--target <column>', 'the column to predict'),
  )
    .option('--predictors <names>', 'a,b,…', 'boosting,random-forest,extra-trees')
    .option('--encoding <name>', 'a union with scores', 'scores')
    .option('--train <n>', 'training architectures', '400')
    .option('--test <n>', 'architectures that each trial is tested on', '500')
    .option('--trials <n>', 'repetitions with other architectures', '5')
    .option('--repeats <n>', 'deals a proxy', '5')
    .option('--seed <n>', 'of all draws', '0')
    .option('--format <format>', 'table | csv | json | markdown | latex | html', 'table')
    .action(importance);
}

async function importance(flags: ImportanceFlags): Promise<void> {
  const { PAPER_FORMATS } = await import('../../report/paper-formats.ts');
  const format = oneOf('format', flags.format, Object.keys(PAPER_FORMATS) as (keyof typeof PAPER_FORMATS)[]);
  const count = (option: 'train' | 'test' | 'trials' | 'repeats', least: number): number =>
    inRange(option, flags[option], (x) => isCount(x) && x >= least, `a whole number from ${least} up`);
  const config = {
    predictors: listOf(flags.predictors),
    encoding: flags.encoding,
    train: count('train', 2),
    test: count('test', 2),
    trials: count('trials', 1),
    repeats: count('repeats', 1),
    seed: inRange('seed', flags.seed, isCount, 'a whole number from 0 up'),
  };
  const { partsOf } = await import('../../../estimators/predictors/encodings/index.ts');
  if (!partsOf(config.encoding).includes('scores')) {
    throw new InputError(`--encoding ${config.encoding}: has no scores, add them: ${config.encoding}+scores`);
  }
  const { truth, set } = await readSampleTables(flags.truth, flags);
  const { knownSamples, readTargets } = await import('../../run/predict/read-samples.ts');
  const labelled = knownSamples(set, readTargets(truth, flags.target, set.rows));
  const { importanceTable, runImportance } = await import('../../run/predict/importance.ts');
  const { showProgress } = await import('../progress.ts');
  const progress = showProgress(process.stderr);
  progress.begin(0, config.predictors.length * config.trials);
  const rows = runImportance(config, set, labelled, (done, _, predictor) => progress.scored(done, predictor));
  progress.end();
  const { jsonLines } = await import('../../report/render-json.ts');
  process.stdout.write(
    format === 'json' ? jsonLines(rows) : PAPER_FORMATS[format](importanceTable(rows, config)),
  );
}
