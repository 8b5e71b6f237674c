import type { Local } from './assembler.ts';
import type { VectorMath } from './vector-math.ts';

/** A linear map of a few vectors, as code. Written at each: its matrix. */
export interface Transform {
  /** What vectors are multiplied by, but for 1. */
  readonly factors: readonly number[];
  of(math: VectorMath, inputs: readonly Local[]): Local[];
}

/** Winograd's minimal filtering of a 3 x 3 window (Lavin and Gray, CVPR 2016): tiles of outputs from larger ones of inputs. */
export interface WinogradForm {
  readonly name: string;
  /** Outputs along a side of a tile, and inputs: the square of that is the products for each pair of channels. */
  readonly tile: number;
  readonly span: number;
  /** Channels in and out from which on the products saved outweigh the transforms. */
  readonly leastChannels: number;
  readonly image: Transform;
  readonly weights: Transform;
  readonly output: Transform;
}

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
const IMAGE: Transform = {
  factors: [4],
  of(math, inputs) {
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
  },
};

/**
 * Products to outputs, 6 to 4:
 *   1  1  1  1  1  0
 *   0  1 -1  2 -2  0
 *   0  1  1  4  4  0
 *   0  1 -1  8 -8  1
 */
const OUTPUT: Transform = {
  factors: [4],
  of(math, inputs) {
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
  },
};

/** The adjoint of the output transform, for the gradient of the outputs: 4 to 6. */
export const GRADIENT: Transform = {
  factors: [4],
  of(math, inputs) {
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
  },
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

const byMatrix = (rows: readonly (readonly number[])[]): Transform => ({
  factors: [...new Set(rows.flat())].filter((factor) => factor !== 0 && factor !== 1),
  of: (math, inputs) =>
    rows.map((row) =>
      math.combine(row.flatMap((factor, i) => (factor === 0 ? [] : [[factor, inputs[i]!] as const]))),
    ),
});

/** F(4x4, 3x3): 36 products in place of 144, and ten times the rounding of a direct convolution. */
export const FOUR: WinogradForm = {
  name: 'four',
  tile: 4,
  span: 6,
  leastChannels: 16,
  image: IMAGE,
  weights: byMatrix(G),
  output: OUTPUT,
};
/** The adjoint of its weight transform, for the gradient of the weights, the last tap first: 6 to 3. */
export const TURNED_WEIGHT_GRADIENT = byMatrix(
  G[0]!.map((_, column) => G.map((row) => row[column]!)).reverse(),
);

/**
 * F(2x2, 3x3): 16 products in place of 36. Its factors are 1 and 1/2, and its sums are shorter than a direct convolution's,
 * so it rounds no more than that.
 *   1  0 -1  0      1  1  1  0
 *   0  1  1  0      0  1 -1 -1
 *   0 -1  1  0
 *   0  1  0 -1
 */
export const TWO: WinogradForm = {
  name: 'two',
  tile: 2,
  span: 4,
  leastChannels: 32,
  image: {
    factors: [],
    of(math, inputs) {
      const [d0, d1, d2, d3] = inputs as Four;
      return [math.subtract(d0, d2), math.add(d1, d2), math.subtract(d2, d1), math.subtract(d1, d3)];
    },
  },
  weights: byMatrix([
    [1, 0, 0],
    [1 / 2, 1 / 2, 1 / 2],
    [1 / 2, -1 / 2, 1 / 2],
    [0, 0, 1],
  ]),
  output: {
    factors: [],
    of(math, inputs) {
      const [m0, m1, m2, m3] = inputs as Four;
      return [math.add(math.add(m0, m1), m2), math.subtract(math.subtract(m1, m2), m3)];
    },
  },
};
