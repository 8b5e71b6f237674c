import type { FunctionWriter, Local } from './assembler.ts';

/**
 * Winograd's minimal filtering F(4x4, 3x3) (Lavin and Gray, CVPR 2016): 4 x 4 outputs of a 3 x 3 convolution from a tile
 * of 6 x 6 inputs, with 36 products for each pair of channels in place of 144.
 */
export const TILE = 4;
export const SPAN = 6;

/** A linear map of a few vectors, as code: takes locals, and a way to get rid of each result. */
export type Transform = (f: FunctionWriter, inputs: readonly Local[], emit: (index: number) => void) => void;

/** Pushes the sum of coefficient times vector. */
function combine(f: FunctionWriter, terms: readonly (readonly [number, Local])[]): void {
  terms.forEach(([coefficient, vector], i) => {
    f.get(vector);
    if (Math.abs(coefficient) !== 1) f.splat(Math.abs(coefficient)).op('f32x4Mul');
    if (i > 0) f.op(coefficient < 0 ? 'f32x4Sub' : 'f32x4Add');
    else if (coefficient < 0) f.splat(-1).op('f32x4Mul');
  });
}

/** A transform by a matrix, row by row; zeros cost nothing. */
const byMatrix =
  (rows: readonly (readonly number[])[]): Transform =>
  (f, inputs, emit) => {
    rows.forEach((row, index) => {
      // A positive term first saves a negation.
      const terms = row.map((coefficient, i) => [coefficient, inputs[i]!] as const).filter(([c]) => c !== 0);
      combine(f, [...terms.filter(([c]) => c > 0), ...terms.filter(([c]) => c < 0)]);
      emit(index);
    });
  };

const transposed = (rows: readonly (readonly number[])[]): number[][] =>
  rows[0]!.map((_, column) => rows.map((row) => row[column]!));

/** Images: 6 to 6. */
const B_TRANSPOSED = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];

/** Products to outputs: 6 to 4. */
const A_TRANSPOSED = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];

/** Weights: 3 to 6. */
const G = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];

export const IMAGE = byMatrix(B_TRANSPOSED);
export const OUTPUT = byMatrix(A_TRANSPOSED);
export const WEIGHTS = byMatrix(G);
/** The adjoint of the output transform, for the gradient of the outputs: 4 to 6. */
export const GRADIENT = byMatrix(transposed(A_TRANSPOSED));
/** The adjoint of the weight transform, for the gradient of the weights: 6 to 3. */
export const WEIGHT_GRADIENT = byMatrix(transposed(G));
