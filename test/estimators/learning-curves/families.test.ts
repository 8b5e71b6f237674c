import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extrapolate } from '../../../estimators/learning-curves/extrapolate.ts';
import { FAMILIES } from '../../../estimators/learning-curves/families/index.ts';
import { fitFamily } from '../../../estimators/learning-curves/fit-family.ts';
import { randomStream } from '../../../src/random/index.ts';
import { TYPICAL } from './typical.ts';

const EPOCHS = Float64Array.from({ length: 30 }, (_, i) => i + 1);

/** What the formulas say, written out once more from the papers. */
const { exp, log } = Math;
const FORMULAS: Record<string, (x: number, p: readonly number[]) => number> = {
  power: (x, [a, b, c]) => a! * x ** b! + c!,
  exponential: (x, [a, b, c]) => a! * exp(-b! * x) + c!,
  logarithmic: (x, [a, b]) => a! * log(x) + b!,
  pow4: (x, [a, d, b, c]) => a! * (x + d!) ** -b! + c!,
  exp4: (x, [a, d, b, c]) => b! * exp(-a! * x ** d!) + c!,
  log_log_linear: (x, [a, b]) => log(a! * log(x) + b!),
  log_power: (x, [a, b, c]) => a! / (1 + (x / exp(b!)) ** c!),
  hill3: (x, [ymax, eta, kappa]) => (ymax! * x ** eta!) / (kappa! ** eta! + x ** eta!),
  mmf: (x, [alpha, beta, kappa, delta]) => alpha! - (alpha! - beta!) / (1 + (kappa! * x) ** delta!),
  janoschek: (x, [alpha, beta, kappa, delta]) => alpha! - (alpha! - beta!) * exp(-kappa! * x ** delta!),
  weibull: (x, [alpha, beta, kappa, delta]) => alpha! - (alpha! - beta!) * exp(-((kappa! * x) ** delta!)),
  vapor_pressure: (x, [a, b, c]) => exp(a! + b! / x + c! * log(x)),
  ilog2: (x, [c, a]) => c! - a! / log(x + 1),
};

describe.each(FAMILIES.map((family) => ({ family, name: family.name })))('$name', ({ family, name }) => {
  const parameters = fc.tuple(
    ...TYPICAL[name]!.map(([min, max]) => fc.double({ min, max, noNaN: true })),
  ) as fc.Arbitrary<number[]>;

  it('is its formula', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 500 }), (p, x) => {
        expect(family.value(p, x)).toBeCloseTo(FORMULAS[name]!(x, p), 12);
      }),
    );
  });

  it('has the gradient of finite differences', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 200 }), (p, x) => {
        const gradient = new Float64Array(p.length);
        family.gradient(p, x, gradient);
        p.forEach((value, i) => {
          const step = 1e-5 * Math.max(0.1, Math.abs(value));
          const at = (moved: number) => family.value(p.with(i, moved), x);
          const difference = (at(value + step) - at(value - step)) / (2 * step);
          expect(Math.abs(gradient[i]! - difference)).toBeLessThan(1e-7 * (1 + Math.abs(difference)));
        });
      }),
    );
  });

  it('is linear in the parameters that it calls so', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 200 }), (p, x) => {
        const gradient = new Float64Array(p.length);
        family.gradient(p, x, gradient);
        const linear = family.parameters.flatMap(({ role }, i) => (role === 'linear' ? [i] : []));
        if (linear.length === 0) return;
        const sum = linear.reduce((total, i) => total + p[i]! * gradient[i]!, 0);
        expect(sum).toBeCloseTo(family.value(p, x), 12);
      }),
    );
  });

  it('recovers its own parameters from clean samples', () => {
    fc.assert(
      fc.property(parameters, (p) => {
        const fit = fitFamily(
          family,
          EPOCHS,
          EPOCHS.map((x) => family.value(p, x)),
        );
        expect(fit.status).toBe('ok');
        if (fit.status !== 'ok') return;
        p.forEach((value, i) => {
          expect(Math.abs(fit.parameters[i]! - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('recovers them within their standard errors under noise, and tells a new value within its deviation', () => {
    const p = TYPICAL[name]!.map(([low, high]) => (low + high) / 2);
    const stream = randomStream(11, name);
    const runs = 60;
    const squares = new Float64Array(p.length + 1);
    for (let run = 0; run < runs; run += 1) {
      const noise = (i: number): number => 1e-4 * stream.normal(run * 64 + i);
      const fit = fitFamily(
        family,
        EPOCHS,
        EPOCHS.map((x, i) => family.value(p, x) + noise(i)),
      );
      if (fit.status !== 'ok') throw new Error(fit.message);
      p.forEach((value, i) => {
        squares[i]! += ((fit.parameters[i]! - value) / fit.errors[i]!) ** 2 / runs;
      });
      const { value, deviation } = extrapolate(fit, 45);
      squares[p.length]! += ((family.value(p, 45) + noise(50) - value) / deviation) ** 2 / runs;
    }
    // Means of 60 squares of Student's t with 26 to 28 degrees of freedom: about 1.08, give or take 0.2.
    for (const mean of squares) {
      expect(mean).toBeGreaterThan(0.4);
      expect(mean).toBeLessThan(2);
    }
  });
});
