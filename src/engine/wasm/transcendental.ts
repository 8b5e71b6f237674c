import type { FunctionWriter, Local } from './assembler.ts';
import { V128 } from './opcodes.ts';

/** Beyond these e^x is infinite or 0 in float32. */
const HIGHEST = 89;
const LOWEST = -104;
/** ln 2 in two parts, the first with few enough bits that its multiples are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.121944400546906e-4;
/** (e^r - 1 - r) / r² for |r| up to ln 2 / 2, from the highest power down: Cephes' expf. */
const EXP = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];
/** Where the error function is 1 in float32. */
const SATURATED = 4;
/** erf(x) = x P(x²) / Q(x²), from the highest power down. */
const ERF_P = [
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5,
  -7.34990630326855e-4, -2.954599908e-3, -1.60960333262415e-2,
];
const ERF_Q = [
  -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3,
  -1.42647390514189e-2,
];

/** Pushes a function of the vector x, for each of its lanes; the same bits whether or not multiply-adds are fused elsewhere. */
type Writer = (f: FunctionWriter, x: Local) => void;

/** Pushes the polynomial in x with these coefficients. */
function polynomial(f: FunctionWriter, x: Local, coefficients: readonly number[]): void {
  coefficients.forEach((coefficient, i) => {
    if (i > 0) f.get(x).op('f32x4Mul');
    f.splat(coefficient);
    if (i > 0) f.op('f32x4Add');
  });
}

/** Pushes 2^k for a vector of whole numbers. */
const powerOfTwo = (f: FunctionWriter, k: Local) =>
  f.get(k).i32(127).op('i32x4Splat').op('i32x4Add').i32(23).op('i32x4Shl');

/** e^x = 2^n e^r with n whole and r small; 2^n in two factors, since it may be beyond the range of either. */
const exp: Writer = (f, x) => {
  const [n, r, whole, half] = f.locals(V128, 4);
  f.get(x).splat(HIGHEST).op('f32x4Min').splat(LOWEST).op('f32x4Max').set(r);
  f.get(r).splat(Math.LOG2E).op('f32x4Mul').op('f32x4Nearest').set(n);
  f.get(r).get(n).splat(LN2_HIGH).op('f32x4Mul').op('f32x4Sub');
  f.get(n).splat(LN2_LOW).op('f32x4Mul').op('f32x4Sub').set(r);
  f.get(n).op('i32x4TruncSat').set(whole);
  f.get(whole).i32(1).op('i32x4ShrS').set(half);
  f.get(whole).get(half).op('i32x4Sub').set(whole);
  polynomial(f, r, EXP);
  f.get(r).op('f32x4Mul').get(r).op('f32x4Mul').get(r).op('f32x4Add').splat(1).op('f32x4Add');
  powerOfTwo(f, half).op('f32x4Mul');
  powerOfTwo(f, whole).op('f32x4Mul');
};

const sigmoid: Writer = (f, x) => {
  const negative = f.local(V128);
  f.splat(0).get(x).op('f32x4Sub').set(negative);
  f.splat(1).splat(1);
  exp(f, negative);
  f.op('f32x4Add').op('f32x4Div');
};

const erf: Writer = (f, x) => {
  const [clamped, squared] = f.locals(V128, 2);
  f.get(x).splat(SATURATED).op('f32x4Min').splat(-SATURATED).op('f32x4Max').set(clamped);
  f.get(clamped).get(clamped).op('f32x4Mul').set(squared);
  f.get(clamped);
  polynomial(f, squared, ERF_P);
  f.op('f32x4Mul');
  polynomial(f, squared, ERF_Q);
  f.op('f32x4Div');
};

export type Transcendental = 'exp' | 'sigmoid' | 'erf';

export const TRANSCENDENTAL: Readonly<Record<Transcendental, Writer>> = { exp, sigmoid, erf };
