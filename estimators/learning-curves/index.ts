import { averageAicc } from './combined/average-aicc.ts';
import { bestAicc } from './combined/best-aicc.ts';
import { mixture } from './combined/mixture.ts';
import type { CurveEstimator } from './estimator.ts';
import { FAMILIES } from './families/index.ts';
import { earlyStopping } from './naive/early-stopping.ts';
import { lastValue } from './naive/last-value.ts';
import { runningBest } from './naive/running-best.ts';
import { sotl, sotlE, sotlEma } from './naive/training-losses.ts';
import { parametric } from './parametric.ts';

/** Every estimator that looks at one curve alone, in the order in which tables list them. */
export const CURVE_ESTIMATORS: readonly CurveEstimator[] = [
  lastValue,
  runningBest,
  earlyStopping,
  sotl,
  sotlE,
  sotlEma,
  ...FAMILIES.map(parametric),
  bestAicc,
  averageAicc,
  mixture,
];
