import type { Encoded } from '../../estimators/predictors/encoder.ts';
import { type Matrix, matrixOf } from '../../estimators/predictors/matrix.ts';

/** Numbers as a learner reads them. */
export function encodedNumbers(features: Matrix): Encoded {
  const each = <Value>(value: Value): Value[] => Array.from({ length: features.columns }, () => value);
  return {
    features,
    names: each('column'),
    isRanked: each(false),
    part: each(0),
    sign: each(1),
    cells: [],
    decisions: matrixOf([]),
  };
}
