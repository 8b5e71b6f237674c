import type { Command } from 'commander';
import { InputError } from '../../input-error.ts';
import { checkFolder, inRange, isCount } from '../flags.ts';
import { addSampleFlags, readSampleTables, type SampleFlags } from './sample-flags.ts';

interface FitFlags extends SampleFlags {
  readonly truth: string;
  readonly target: string;
  readonly predictor: string;
  readonly encoding?: string;
  readonly seed: string;
  readonly out: string;
}

/** `nasprobe predict fit`: a predictor of one's own data, as a model file. */
export function addFit(predict: Command): void {
  addSampleFlags(
    predict
      .command('fit')
      .description('train a predictor on architectures whose accuracy is known')
      .requiredOption('--truth <table>', 'architectures and their accuracies')
      .requiredOption('--target <column>', 'the column to predict; a list stands for its last entry'),
  )
    .option('--predictor <name>', 'which (nasprobe predict list)', 'boosting')
    .option(
      '--encoding <name>',
      'a union such as graph+scores (default: graph, scores and curve as there are)',
    )
    .option('--seed <n>', 'of all draws', '0')
    .requiredOption('--out <file>', 'the model, a .json file; - is stdout')
    .action(fit);
}

async function fit(flags: FitFlags): Promise<void> {
  const seed = inRange('seed', flags.seed, isCount, 'a whole number from 0 up');
  const { findPredictor } = await import('../../../estimators/predictors/learners/index.ts');
  const { name: predictor } = findPredictor(flags.predictor);
  if (flags.out !== '-') checkFolder(flags.out);
  const { truth, set } = await readSampleTables(flags.truth, flags);
  const { knownSamples, readTargets } = await import('../../run/predict/read-samples.ts');
  const labelled = knownSamples(set, readTargets(truth, flags.target, set.rows));
  const known = labelled.samples.length;
  if (known < 2) {
    throw new InputError(
      `${flags.truth}: ${known} architectures have a ${flags.target}, at least 2 are needed`,
    );
  }
  const { defaultEncoding } = await import('../../../estimators/predictors/default-encoding.ts');
  const encoding = flags.encoding ?? defaultEncoding(findPredictor(predictor).reads, set.kind);
  const { fitModel, modelText } = await import('../../../estimators/predictors/model-file.ts');
  const model = fitModel({ predictor, encoding, target: flags.target, kind: set.kind }, labelled, seed);
  const { writeAtomically } = await import('../../table/write-atomically.ts');
  await writeAtomically(flags.out, [new TextEncoder().encode(modelText(model))]);
  process.stderr.write(`${predictor} on ${encoding}, fitted on ${known} architectures, in ${flags.out}\n`);
}
