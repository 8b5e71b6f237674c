import { InputError } from '../../src/input-error.ts';
import { type Encoded, fitEncoder, restoreEncoder } from './encoder.ts';
import { CELL, partsOf } from './encodings/index.ts';
import type { Learner, Prediction, PredictorDefinition, Reads } from './predictor.ts';
import type { Sample, SampleKind } from './sample.ts';
import {
  applyColumnScales,
  type ColumnScale,
  fitColumnScales,
  readColumnScale,
  saveColumnScales,
} from './scaling/column-scales.ts';
import {
  fitNormalScores,
  fromNormalScore,
  type NormalScores,
  readNormalScores,
  saveNormalScores,
  toNormalScore,
} from './scaling/normal-scores.ts';
import type { Json, StateReader } from './state-reader.ts';

/** A predictor with its encoding and scales, ready for architectures it has not seen. */
export interface FittedPredictor {
  /** In the target's unit where the predictor is trained. */
  predict(samples: readonly Sample[]): Prediction;
  save(): Json;
}

/** Whether a predictor reads this union of encodings. */
export function reads(what: Reads, union: string): boolean {
  const parts = partsOf(union);
  switch (what) {
    case 'numbers':
      return !parts.includes(CELL);
    case 'cell':
      return parts.length === 1 && parts[0] === CELL;
    case 'cell and numbers':
      return parts.includes(CELL);
    case 'scores':
      return parts.length === 1 && parts[0] === 'scores';
  }
}

/**
 * Learns from architectures and their accuracies. Encodings and scales are fitted on these alone; a trained predictor
 * learns normal scores of the targets, so that the few failures of a space do not outweigh the order of the rest.
 *
 * @throws {@link InputError} where the predictor cannot read the encoding or the samples lack what it needs.
 */
export function fitPredictor(
  definition: PredictorDefinition,
  union: string,
  kind: SampleKind,
  samples: readonly Sample[],
  targets: Float64Array,
  seed: number,
): FittedPredictor {
  if (!reads(definition.reads, union)) {
    throw new InputError(
      `predictor ${definition.name} reads ${definition.reads}, not the encoding ${union}: choose another`,
    );
  }
  const encoder = fitEncoder(union, kind, samples);
  const encoded = encoder.encode(samples);
  const scales = definition.isScaled ? fitColumnScales(encoded.features, encoded.isRanked) : null;
  const targetScale = definition.isTrained ? fitNormalScores(targets) : null;
  const scaledTargets =
    targetScale === null ? targets : targets.map((target) => toNormalScore(targetScale, target));
  const options = { seed, view: encoder.context.view };
  const learner = definition.fit(scaledInputs(encoded, scales), scaledTargets, options);
  return assemble({ encoder, scales, targetScale, learner });
}

/** The predictor that {@link FittedPredictor.save} described. Throws {@link InputError} on a damaged state. */
export function restorePredictor(
  definition: PredictorDefinition,
  kind: SampleKind,
  state: StateReader,
): FittedPredictor {
  const encoder = restoreEncoder(state.at('encoder'), kind);
  if (!reads(definition.reads, encoder.union))
    throw state.wrong(`${definition.name} does not read its encoding`);
  const columns = encoder.encode([]).names.length;
  const scales = definition.isScaled ? state.parts('scales', columns).map(readColumnScale) : null;
  const targetScale = definition.isTrained ? readNormalScores(state.at('targetScale')) : null;
  const options = { seed: 0, view: encoder.context.view };
  const learner = definition.restore(state.at('learner'), options);
  return assemble({ encoder, scales, targetScale, learner });
}

interface Parts {
  readonly encoder: ReturnType<typeof fitEncoder>;
  readonly scales: readonly ColumnScale[] | null;
  readonly targetScale: NormalScores | null;
  readonly learner: Learner;
}

function assemble({ encoder, scales, targetScale, learner }: Parts): FittedPredictor {
  return {
    predict(samples) {
      const { mean, deviation } = learner.predict(scaledInputs(encoder.encode(samples), scales));
      if (targetScale === null) return { mean, deviation };
      const back = (score: number): number => fromNormalScore(targetScale, score);
      return {
        mean: mean.map(back),
        // Half of what lies between one deviation below and one above, once both are in the target's unit.
        deviation:
          deviation === null
            ? null
            : deviation.map((spread, i) => (back(mean[i]! + spread) - back(mean[i]! - spread)) / 2),
      };
    },
    save: () => ({
      encoder: encoder.save(),
      scales: scales && saveColumnScales(scales),
      targetScale: targetScale && saveNormalScores(targetScale),
      learner: learner.save(),
    }),
  };
}

function scaledInputs(encoded: Encoded, scales: readonly ColumnScale[] | null): Encoded {
  return scales === null ? encoded : { ...encoded, features: applyColumnScales(scales, encoded.features) };
}
