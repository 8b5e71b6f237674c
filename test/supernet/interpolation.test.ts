import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitInterpolation, interpolated, truthWeight } from '../../estimators/supernet/interpolation.ts';

const accuracy = fc.double({ min: 0, max: 100, noNaN: true });

describe('the model of a supernet', () => {
  it('begins at the bias, and ends at the truth', () => {
    const model = { lambda: 7, bias: Float64Array.of(10, 50) };
    expect([...interpolated(model, [90, 80], 0)]).toEqual([10, 50]);
    expect([...interpolated(model, [90, 80], 7)]).toEqual([50, 65]);
    expect(truthWeight(7e9, 7)).toBeCloseTo(1, 8);
  });

  it('finds the lambda and the bias that made what it is fitted to', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        fc.array(fc.tuple(accuracy, accuracy), { minLength: 3, maxLength: 8 }),
        (lambda, pairs) => {
          const truth = pairs.map(([s]) => s);
          const bias = Float64Array.from(pairs, ([s, q]) => (Math.abs(s - q) < 1 ? s + 1 : q));
          const observed = [1, 3, 10, 40].map((epochs) => ({
            epochs,
            accuracies: interpolated({ lambda, bias }, truth, epochs),
          }));
          const fit = fitInterpolation(truth, observed);
          expect(fit.rmse).toBeLessThan(1e-4);
          expect(Math.abs(Math.log(fit.lambda / lambda))).toBeLessThan(1e-3);
          bias.forEach((q, i) => {
            expect(Math.abs(fit.bias[i]! - q)).toBeLessThan(0.1);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('fits no worse than any lambda and bias of a brute-force grid', () => {
    const truth = [70, 80, 90];
    const observed = [
      { epochs: 1, accuracies: [30, 20, 50] },
      { epochs: 5, accuracies: [60, 40, 55] },
      { epochs: 20, accuracies: [65, 75, 70] },
    ];
    const fit = fitInterpolation(truth, observed);
    const error = (lambda: number, bias: Float64Array) =>
      Math.sqrt(
        observed.reduce((total, { epochs, accuracies }) => {
          const values = interpolated({ lambda, bias }, truth, epochs);
          return total + values.reduce((sum, value, i) => sum + (value - accuracies[i]!) ** 2, 0);
        }, 0) / 9,
      );
    expect(error(fit.lambda, fit.bias)).toBeCloseTo(fit.rmse, 9);
    for (const lambda of [0.1, 0.5, 1, 2, 5, 10, 50]) {
      for (const shift of [-3, -1, 0, 1, 3]) {
        expect(
          error(
            lambda,
            fit.bias.map((q) => q + shift),
          ),
        ).toBeGreaterThanOrEqual(fit.rmse - 1e-9);
      }
    }
  });

  it('asks for two moments', () => {
    expect(() => fitInterpolation([1, 2], [{ epochs: 1, accuracies: [1, 2] }])).toThrow(
      'two or more moments',
    );
  });
});
