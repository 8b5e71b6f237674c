import { InputError } from '../../../src/input-error.ts';
import { nearest } from '../../../src/nearest.ts';
import type { PredictorDefinition } from '../predictor.ts';
import { bayesianLinear } from './bayesian-linear.ts';
import { boosting } from './boosting.ts';
import { extraTrees, randomForest } from './forest.ts';
import { gpHamming, gpRbf } from './gp.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';
import { gcn, gcnRank } from './neural/gcn.ts';
import { mlp, mlpEnsemble } from './neural/mlp.ts';
import { ridge } from './ridge.ts';
import { stacking } from './stacking.ts';
import { UNTRAINED } from './untrained.ts';

/** Every predictor; a new one is added here. */
export const PREDICTORS: readonly PredictorDefinition[] = [
  ridge,
  bayesianLinear,
  gpRbf,
  gpHamming,
  randomForest,
  extraTrees,
  boosting,
  mlp,
  mlpEnsemble,
  gcn,
  gcnRank,
  nearestNeighbours,
  stacking,
  ...UNTRAINED,
];

/**
 * The predictor of this name.
 *
 * @throws {@link InputError} naming the nearest one.
 */
export function findPredictor(name: string): PredictorDefinition {
  const found = PREDICTORS.find((predictor) => predictor.name === name);
  if (found !== undefined) return found;
  const names = PREDICTORS.map((predictor) => predictor.name);
  const guess = nearest(name, names);
  const mend = guess === undefined ? `use one of ${names.join(', ')}` : `did you mean "${guess}"?`;
  throw new InputError(`unknown predictor ${JSON.stringify(name)}; ${mend}`);
}
