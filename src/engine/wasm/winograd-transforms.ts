import type { Local } from './assembler.ts';
import type { VectorMath } from './vector-math.ts';

/**
 * Winograd's minimal filtering F(4x4, 3x3) (Lavin and Gray, CVPR 2016): 4 x 4 outputs of a 3 x 3 convolution from a tile
 * of 6 x 6 inputs, with 36 products for each pair of channels in place of 144. Written at each transform: its matrix.
 */
export const TILE = 4;
export const SPAN = 6;

/** A linear map of a few vectors, as code. */
export type Transform = (math: VectorMath, inputs: readonly Local[]) => Local[];

type Four = [Local, Local, Local, Local];
type Six = [...Four, Local, Local];

/**
 * Images, 6 to 6:
 *   4  0 -5  0  1  0
 *   0 -4 -4  1  1  0
 *   0  4 -4 -1  1  0
 *   0 -2 -1  2  1  0
 *   0  2 -1 -2  1  0
 *   0  4  0 -5  0  1
 */
export const IMAGE: Transform = (math, inputs) => {
  const [d0, d1, d2, d3, d4, d5] = inputs as Six;
  const even = math.lessFourTimes(d4, d2);
  const odd = math.lessFourTimes(d3, d1);
  const outer = math.subtract(d4, d2);
  const inner = math.subtract(d3, d1);
  const twice = math.double(inner);
  return [
    math.fourTimesPlus(math.subtract(d0, d2), outer),
    math.add(even, odd),
    math.subtract(even, odd),
    math.add(outer, twice),
    math.subtract(outer, twice),
    math.lessFourTimes(math.subtract(d5, d3), inner),
  ];
};

/**
 * Products to outputs, 6 to 4:
 *   1  1  1  1  1  0
 *   0  1 -1  2 -2  0
 *   0  1  1  4  4  0
 *   0  1 -1  8 -8  1
 */
export const OUTPUT: Transform = (math, inputs) => {
  const [m0, m1, m2, m3, m4, m5] = inputs as Six;
  const sum = math.add(m1, m2);
  const difference = math.subtract(m1, m2);
  const farSum = math.add(m3, m4);
  const twice = math.double(math.subtract(m3, m4));
  return [
    math.add(math.add(m0, sum), farSum),
    math.add(difference, twice),
    math.fourTimesPlus(farSum, sum),
    math.fourTimesPlus(twice, math.add(difference, m5)),
  ];
};

/** The adjoint of the output transform, for the gradient of the outputs: 4 to 6. */
export const GRADIENT: Transform = (math, inputs) => {
  const [y0, y1, y2, y3] = inputs as Four;
  const even = math.add(y0, y2);
  const odd = math.add(y1, y3);
  const farEven = math.fourTimesPlus(y2, y0);
  const farOdd = math.double(math.fourTimesPlus(y3, y1));
  return [
    y0,
    math.add(even, odd),
    math.subtract(even, odd),
    math.add(farEven, farOdd),
    math.subtract(farEven, farOdd),
    y3,
  ];
};

/** Weights: 3 to 6. They are few, so the matrix is used as it is. */
const G = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];

const byMatrix =
  (rows: readonly (readonly number[])[]): Transform =>
  (math, inputs) =>
    rows.map((row) =>
      math.combine(row.flatMap((factor, i) => (factor === 0 ? [] : [[factor, inputs[i]!] as const]))),
    );

export const WEIGHTS = byMatrix(G);
/** The adjoint of the weight transform, for the gradient of the weights: 6 to 3. */
export const WEIGHT_GRADIENT = byMatrix(G[0]!.map((_, column) => G.map((row) => row[column]!)));
