import type { Matrix } from '../matrix.ts';
import { columnOf } from '../matrix.ts';
import type { Json, StateReader } from '../state-reader.ts';
import {
  fitNormalScores,
  type NormalScores,
  readNormalScores,
  saveNormalScores,
  toNormalScore,
} from './normal-scores.ts';

/** How the columns of a matrix come to one scale; fitted on the training rows alone. */
export type ColumnScale =
  | { readonly kind: 'normal'; readonly scores: NormalScores }
  /** (x - mean) / deviation; a column that does not vary becomes 0. */
  | { readonly kind: 'standard'; readonly mean: number; readonly deviation: number };

export function fitColumnScales(matrix: Matrix, isRanked: readonly boolean[]): ColumnScale[] {
  return isRanked.map((ranked, column) => {
    const values = columnOf(matrix, column);
    if (ranked) return { kind: 'normal', scores: fitNormalScores(values) };
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
    return { kind: 'standard', mean, deviation: Math.sqrt(variance) };
  });
}

export function applyColumnScales(scales: readonly ColumnScale[], { rows, columns, values }: Matrix): Matrix {
  const out = new Float64Array(values.length);
  scales.forEach((scale, column) => {
    for (let at = column; at < values.length; at += columns) out[at] = scaled(scale, values[at]!);
  });
  return { rows, columns, values: out };
}

function scaled(scale: ColumnScale, value: number): number {
  if (scale.kind === 'normal') return toNormalScore(scale.scores, value);
  return scale.deviation > 0 ? (value - scale.mean) / scale.deviation : 0;
}

export function saveColumnScales(scales: readonly ColumnScale[]): Json {
  return scales.map((scale) =>
    scale.kind === 'normal' ? { kind: 'normal', scores: saveNormalScores(scale.scores) } : { ...scale },
  );
}

export function readColumnScale(state: StateReader): ColumnScale {
  switch (state.text('kind')) {
    case 'normal':
      return { kind: 'normal', scores: readNormalScores(state.at('scores')) };
    case 'standard':
      return { kind: 'standard', mean: state.number('mean'), deviation: state.number('deviation') };
    default:
      throw state.wrong('kind is neither normal nor standard');
  }
}
