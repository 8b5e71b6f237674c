import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxLeastSquares } from '../../../estimators/learning-curves/box-least-squares.ts';
import { exponential } from '../../../estimators/learning-curves/families/exponential.ts';
import type { CurveFamily } from '../../../estimators/learning-curves/families/family.ts';
import { FAMILIES } from '../../../estimators/learning-curves/families/index.ts';
import { logLogLinear } from '../../../estimators/learning-curves/families/log-log-linear.ts';
import { pow4 } from '../../../estimators/learning-curves/families/pow4.ts';
import { power } from '../../../estimators/learning-curves/families/power.ts';
import {
  type FamilyFit,
  type FitOptions,
  fitFamily,
} from '../../../estimators/learning-curves/fit-family.ts';
import { fitRobustly } from '../../../estimators/learning-curves/fit-robustly.ts';

const epochs = (n: number) => Float64Array.from({ length: n }, (_, i) => i + 1);

function fitted(family: CurveFamily, values: ArrayLike<number>, options?: FitOptions): FamilyFit {
  const fit = fitFamily(family, epochs(values.length), values, options);
  if (fit.status !== 'ok') throw new Error(fit.message);
  return fit;
}

const clean = epochs(25).map((x) => 0.8 - 0.5 * x ** -0.8);

describe('fitFamily', () => {
  it('takes whole weights as points seen that many times', () => {
    const values = clean.map((value, i) => value + 0.01 * Math.sin(7 * i));
    const weights = values.map((_, i) => 1 + (i % 3));
    const repeated = Array.from(values.keys()).flatMap((i) => Array<number>(weights[i]!).fill(i));
    const once = fitted(power, values, { weights });
    const often = fitFamily(
      power,
      repeated.map((i) => i + 1),
      repeated.map((i) => values[i]!),
    );
    if (often.status !== 'ok') throw new Error(often.message);
    often.parameters.forEach((value, i) => expect(once.parameters[i]).toBeCloseTo(value, 7));
    expect(once.cost).toBeCloseTo(often.cost, 12);
  });

  it('passes over epochs without a number, and over those without weight', () => {
    const holes = clean.map((value, i) =>
      i === 3 ? Number.NaN : i === 9 ? Number.POSITIVE_INFINITY : value,
    );
    const spiked = clean.with(12, 5);
    const weights = clean.map((_, i) => (i === 12 ? 0 : 1));
    for (const fit of [fitted(power, holes), fitted(power, spiked, { weights })]) {
      expect(fit.parameters[1]).toBeCloseTo(-0.8, 8);
      expect(fit.parameters[2]).toBeCloseTo(0.8, 8);
    }
    expect(fitted(power, holes).points).toBe(23);
  });

  it('says when there are too few epochs, and leaves errors open where none is to spare', () => {
    const values = clean.slice(0, 3);
    expect(fitFamily(pow4, epochs(3), values)).toMatchObject({ status: 'failed', code: 'too-few-epochs' });
    const exact = fitted(power, values);
    expect(exact.cost).toBeLessThan(1e-20);
    expect(exact.errors.every(Number.isNaN)).toBe(true);
    expect(exact.aicc).toBe(Number.POSITIVE_INFINITY);
  });

  it('says when a formula cannot take the values', () => {
    const values = epochs(20).map((x) => 900 + x);
    expect(fitFamily(logLogLinear, epochs(20), values)).toMatchObject({ status: 'failed', code: 'no-start' });
    const nothing = new Float64Array(9).fill(Number.NaN);
    for (const family of FAMILIES)
      expect(fitFamily(family, epochs(9), nothing)).toMatchObject({ code: 'too-few-epochs' });
  });

  it('keeps levels within the range of the metric, at the best place there', () => {
    // Still rising at the end: left alone, the asymptote lies above 1.
    const values = epochs(12).map((x) => 0.2 + 0.06 * x);
    expect(fitted(exponential, values).parameters[2]).toBeGreaterThan(1);
    const held = fitted(exponential, values, { range: { low: 0, high: 1 } });
    expect(held.parameters[2]).toBe(1);
    expect(held.atBounds).toEqual(['c']);
    expect(held.errors[2]).toBe(0);
    // No better (a, b) beside c = 1, by brute force.
    let least = Number.POSITIVE_INFINITY;
    for (let b = 0.01; b < 1; b += 0.001) {
      for (let a = -1.5; a < 0; a += 0.005) {
        const cost = values.reduce((sum, y, i) => sum + (a * Math.exp(-b * (i + 1)) + 1 - y) ** 2, 0);
        least = Math.min(least, cost);
      }
    }
    expect(held.cost).toBeLessThanOrEqual(least);
    expect(held.cost).toBeGreaterThan(0.98 * least);
  });

  it('gives a number, or says why not, for plateaus, jumps and diverged runs', () => {
    const curve = fc.array(fc.oneof(fc.double({ min: 0, max: 1 }), fc.constant(0.1), fc.constant(1e9)), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(curve, (values) => {
        for (const family of FAMILIES) {
          const fit = fitFamily(family, epochs(values.length), values);
          if (fit.status === 'failed') expect(fit.message).not.toBe('');
          else {
            expect(fit.parameters.every(Number.isFinite)).toBe(true);
            expect(Number.isFinite(fit.cost)).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('fits a plateau by a plateau', () => {
    const flat = new Float64Array(15).fill(0.1);
    for (const family of FAMILIES) {
      const fit = fitted(family, flat);
      expect(Math.abs(family.value(fit.parameters, 60) - 0.1), family.name).toBeLessThan(1e-3);
    }
  });

  it('rises and falls alike', () => {
    const loss = clean.map((value) => 3 - value);
    const [up, down] = [fitted(power, clean), fitted(power, loss)];
    expect(down.parameters[0]).toBeCloseTo(-up.parameters[0]!, 8);
    expect(down.parameters[2]).toBeCloseTo(3 - up.parameters[2]!, 8);
  });
});

describe('fitRobustly', () => {
  it('lets spikes and collapsed epochs go', () => {
    const values = clean.map((value, i) => value + 0.001 * Math.sin(5 * i));
    for (const at of [4, 11, 18]) values[at] = 0.1;
    const plain = fitted(power, values);
    const robust = fitRobustly(power, epochs(25), values);
    if (robust.status !== 'ok') throw new Error(robust.message);
    expect(Math.abs(power.value(robust.parameters, 50) - (0.8 - 0.5 * 50 ** -0.8))).toBeLessThan(0.003);
    expect(Math.abs(power.value(plain.parameters, 50) - (0.8 - 0.5 * 50 ** -0.8))).toBeGreaterThan(0.01);
  });
});

describe('boxLeastSquares', () => {
  const column = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
  it('is no worse than any place of a grid in the box', () => {
    fc.assert(
      fc.property(column, column, column, (a, b, y) => {
        const [first, second, target] = [a, b, y].map((values) => Float64Array.from(values));
        if (![first!, second!].every((values) => values.some((value) => Math.abs(value) > 1e-3))) return;
        const out = new Float64Array(2);
        boxLeastSquares([first!, second!], target!, [-0.3, -0.2], [0.4, 0.5], out);
        const cost = (p: number, q: number) =>
          target!.reduce((sum, value, i) => sum + (value - p * first![i]! - q * second![i]!) ** 2, 0);
        expect(out[0]! >= -0.3 && out[0]! <= 0.4 && out[1]! >= -0.2 && out[1]! <= 0.5).toBe(true);
        const found = cost(out[0]!, out[1]!);
        for (let p = -0.3; p <= 0.4; p += 0.07)
          for (let q = -0.2; q <= 0.5; q += 0.07) expect(found).toBeLessThanOrEqual(cost(p, q) + 1e-12);
      }),
    );
  });
});
