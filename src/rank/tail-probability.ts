/** P(|Z| >= |z|) of a standard normal, relative error below 1e-12 down to where doubles end. */
export function normalTwoSided(z: number): number {
  return complementaryError(Math.abs(z) / Math.SQRT2);
}

/** P(|T| >= |t|) of Student's t with `df` > 0 degrees of freedom, relative error about 1e-11. */
export function studentTwoSided(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  // The regularised incomplete beta function I_x(a, 1/2) at x = df / (df + t^2).
  const a = df / 2;
  const square = t * t;
  const front = gammaRatio(a) / Math.sqrt(Math.PI);
  const logPower = -a * Math.log1p(square / df);
  const x = df / (df + square);
  const y = square / (df + square);
  if (x < (a + 1) / (a + 2.5))
    return (front * Math.exp(logPower) * Math.sqrt(y) * betaFraction(a, 0.5, x)) / a;
  return 1 - 2 * front * Math.exp(logPower) * Math.sqrt(y) * betaFraction(0.5, a, y);
}

/** The z with P(|Z| <= z) = confidence, for 0 < confidence < 1. */
export function normalQuantileTwoSided(confidence: number): number {
  let low = 0;
  let high = 40;
  // Bisection: fifty-five halvings reach the last bit, and the tail probability never rises.
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (normalTwoSided(middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** erfc(x) for x >= 0: the all-positive series of erf near zero, a continued fraction in the tail. */
function complementaryError(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const factor = Math.exp(-x * x);
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let k = 1; term > sum * 1e-17; k += 1) {
      term *= (2 * x * x) / (2 * k + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * factor * sum;
  }
  // erfc(x) sqrt(pi) exp(x^2) = 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + ...)))), from the far end.
  let tail = x;
  for (let k = 80; k >= 1; k -= 1) tail = x + k / 2 / tail;
  return factor / (Math.sqrt(Math.PI) * tail);
}

/** Gamma(a + 1/2) / Gamma(a): a difference of logarithms of the two would lose digits as a grows. */
function gammaRatio(a: number): number {
  let shift = 1;
  let b = a;
  for (; b < 12; b += 1) shift *= b / (b + 0.5);
  const inverse = 1 / b;
  const square = inverse * inverse;
  const series =
    inverse *
    (-1 / 8 + square * (1 / 192 + square * (-1 / 640 + square * (17 / 14336 - (square * 31) / 18432))));
  return shift * Math.sqrt(b) * Math.exp(series);
}

/** The continued fraction of the incomplete beta function by Lentz's method (Numerical Recipes, 6.4). */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const guard = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/** The t with P(|T| <= t) = confidence of Student's t with `df` > 0 degrees of freedom, for 0 < confidence < 1. */
export function studentQuantileTwoSided(confidence: number, df: number): number {
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, df) > 1 - confidence) high *= 2;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, df) > 1 - confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
