/** A regression of final values on features, as data. */
export interface Learner {
  readonly name: string;
  readonly title: string;
  readonly cite: string;
  /** Learns from rows of standardised features (row-major, `targets.length` rows) and centred targets. */
  learn(features: Float64Array, targets: Float64Array): LearnedModel;
}

export interface LearnedModel {
  predict(features: Float64Array): number;
  /** What each training row's error would be, had the model not seen that row. */
  readonly leftOut: Float64Array;
}

/** From a millionth to a million times the mean squared length of a feature column, half a decade apart. */
export const PENALTIES: readonly number[] = Array.from({ length: 25 }, (_, i) => 10 ** (-6 + i / 2));
