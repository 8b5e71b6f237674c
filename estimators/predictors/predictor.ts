import type { CellView } from '../../src/spaces/cell.ts';
import type { Encoded } from './encoder.ts';
import type { Json, StateReader } from './state-reader.ts';

/** What a learner says of architectures. */
export interface Prediction {
  readonly mean: Float64Array;
  /** Standard deviation of the belief about each; null where the learner has none. */
  readonly deviation: Float64Array | null;
}

/** A predictor that has learnt, in the scales that {@link PredictorDefinition} names. */
export interface Learner {
  predict(inputs: Encoded): Prediction;
  save(): Json;
}

export interface FitOptions {
  readonly seed: number;
  /** Undefined where the architectures have no cells. */
  readonly view: CellView | undefined;
}

/**
 * What a predictor can read.
 * - `numbers`: any union of encodings but the cell itself.
 * - `cell`: the cell itself and nothing else.
 * - `cell and numbers`: the cell itself, alone or in a union.
 * - `scores`: zero-cost scores and nothing else.
 */
export type Reads = 'numbers' | 'cell' | 'cell and numbers' | 'scores';

/** A way to tell good architectures from bad ones, as data. */
export interface PredictorDefinition {
  readonly name: string;
  readonly title: string;
  readonly cite: string;
  readonly reads: Reads;
  /** Whether it learns from accuracies at all; what does not gives an order, in no unit. */
  readonly isTrained: boolean;
  /** Whether it wants its columns on one scale, each column's fitted on the training rows. */
  readonly isScaled: boolean;
  /** Learns from rows and their targets, which come as normal scores where it is trained. */
  fit(inputs: Encoded, targets: Float64Array, options: FitOptions): Learner;
  /** The learner that {@link Learner.save} described. Throws {@link InputError} on a damaged state. */
  restore(state: StateReader, options: FitOptions): Learner;
}
