import { kendall, precisionAtK, regretAtK, spearman } from '../../src/rank/index.ts';
import { fitPredictor } from './fitted-predictor.ts';
import type { PredictorDefinition } from './predictor.ts';
import type { Sample, SampleKind } from './sample.ts';

/** Architectures and their true accuracies. */
export interface Labelled {
  readonly samples: readonly Sample[];
  readonly targets: Float64Array;
}

/** What is asked of one predictor, once. */
export interface Trial {
  readonly definition: PredictorDefinition;
  readonly encoding: string;
  readonly kind: SampleKind;
  readonly train: Labelled;
  readonly test: Labelled;
  readonly seed: number;
  /** How many architectures one would train in the end, for precision and regret. */
  readonly top: number;
}

/** How well a predictor did on architectures that it has not seen. */
export interface TrialResult {
  readonly spearman: number;
  readonly kendall: number;
  readonly pearson: number;
  /** In the target's unit; NaN where the predictor gives an order only. */
  readonly rmse: number;
  /** Share of the `top` predicted best that are among the `top` truly best. */
  readonly precision: number;
  /** The truly best less the truly best of the `top` predicted best, in the target's unit. */
  readonly regret: number;
  readonly fitSeconds: number;
  /** For all test architectures together. */
  readonly querySeconds: number;
}

/** Fits on the one set and measures on the other. Throws what the predictor throws. */
export function runTrial({ definition, encoding, kind, train, test, seed, top }: Trial): TrialResult {
  const start = performance.now();
  const fitted = fitPredictor(definition, encoding, kind, train.samples, train.targets, seed);
  const between = performance.now();
  const { mean } = fitted.predict(test.samples);
  const end = performance.now();
  return {
    spearman: spearman(mean, test.targets),
    kendall: kendall(mean, test.targets),
    pearson: pearson(mean, test.targets),
    rmse: definition.isTrained
      ? rootMeanSquare(mean.map((value, i) => value - test.targets[i]!))
      : Number.NaN,
    precision: precisionAtK(mean, test.targets, top),
    regret: regretAtK(mean, test.targets, top),
    fitSeconds: (between - start) / 1000,
    querySeconds: (end - between) / 1000,
  };
}

/** NaN where a column is constant. */
export function pearson(x: Float64Array, y: Float64Array): number {
  const meanX = x.reduce((total, value) => total + value, 0) / x.length;
  const meanY = y.reduce((total, value) => total + value, 0) / y.length;
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    xx += (x[i]! - meanX) ** 2;
    yy += (y[i]! - meanY) ** 2;
    xy += (x[i]! - meanX) * (y[i]! - meanY);
  }
  return xx === 0 || yy === 0 ? Number.NaN : xy / Math.sqrt(xx * yy);
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((total, value) => total + value ** 2, 0) / values.length);
}
