import { missingNeed } from '../../../estimators/predictors/encoder.ts';
import { reads } from '../../../estimators/predictors/fitted-predictor.ts';
import { findPredictor } from '../../../estimators/predictors/learners/index.ts';
import type { SampleKind } from '../../../estimators/predictors/sample.ts';
import { InputError } from '../../input-error.ts';
import { randomStream } from '../../random/index.ts';

/** What a bench compares. */
export interface BenchConfig {
  readonly predictors: readonly string[];
  readonly encodings: readonly string[];
  /** Numbers of training architectures, ascending. */
  readonly train: readonly number[];
  readonly trials: number;
  /** Architectures that each trial is tested on. */
  readonly test: number;
  readonly top: number;
  readonly seed: number;
}

/** One fit and its test. */
export interface BenchCell {
  readonly predictor: string;
  readonly encoding: string;
  readonly train: number;
  readonly trial: number;
}

/**
 * Every predictor with every encoding that it can read and the samples allow, at every number of training
 * architectures, in every trial: trial by trial, so that a bench cut short has whole trials.
 *
 * @throws {@link InputError} where nothing is left, or the architectures are too few.
 */
export function planBench(config: BenchConfig, kind: SampleKind, samples: number): BenchCell[] {
  const most = Math.max(...config.train) + config.test;
  if (most > samples) {
    throw new InputError(
      `${samples} architectures have a truth and what the encodings need, but --train ${Math.max(...config.train)} and --test ${config.test} take ${most}: lower one of them`,
    );
  }
  const pairs = config.predictors.flatMap((predictor) =>
    config.encodings
      .filter((encoding) => reads(findPredictor(predictor).reads, encoding))
      .filter((encoding) => missingNeed(encoding, kind) === undefined)
      .map((encoding) => ({ predictor, encoding })),
  );
  if (pairs.length === 0) {
    const why = config.encodings
      .map((encoding) => [encoding, missingNeed(encoding, kind)])
      .find(([, need]) => need);
    throw new InputError(
      why === undefined
        ? `none of the predictors ${config.predictors.join(', ')} reads the encodings ${config.encodings.join(', ')}: name others with --predictors or --encodings`
        : `encoding ${why[0]} needs ${why[1]}, which the tables do not have: name others with --encodings`,
    );
  }
  return Array.from({ length: config.trials }, (_, trial) =>
    config.train.flatMap((train) => pairs.map((pair) => ({ ...pair, train, trial }))),
  ).flat();
}

/**
 * The order in which a trial takes the samples: its test set is the beginning, its training sets follow, so that a
 * smaller one is part of a larger one.
 */
export function trialOrder(samples: number, seed: number, trial: number): Int32Array {
  const stream = randomStream(seed, `predict/bench/${trial}`);
  const order = Int32Array.from({ length: samples }, (_, i) => i);
  for (let i = samples - 1; i > 0; i -= 1) {
    const j = stream.integer(i, i + 1);
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}
