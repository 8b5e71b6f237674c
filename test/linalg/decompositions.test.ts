import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverseGram } from '../../src/linalg/inverse-gram.ts';
import { thinSvd } from '../../src/linalg/thin-svd.ts';

// Numbers of ordinary size, zero among them.
const entry = fc.integer({ min: -3072, max: 3072 }).map((value) => value / 1024);
const matrix = (n: number, d: number) =>
  fc.array(entry, { minLength: n * d, maxLength: n * d }).map((values) => Float64Array.from(values));

describe('thinSvd', () => {
  it.each([
    [6, 3],
    [3, 6],
    [4, 4],
  ])('gives %d x %d back, with orthonormal sides and falling values', (n, d) => {
    fc.assert(
      fc.property(matrix(n, d), (a) => {
        const { rank, left, values, right } = thinSvd(a, n, d);
        for (let i = 0; i < n; i += 1) {
          for (let k = 0; k < d; k += 1) {
            let sum = 0;
            for (let j = 0; j < rank; j += 1) sum += left[i * rank + j]! * values[j]! * right[k * rank + j]!;
            expect(sum).toBeCloseTo(a[i * d + k]!, 9);
          }
        }
        expect(values.every((value, j) => j === 0 || value <= values[j - 1]! + 1e-12)).toBe(true);
      }),
    );
  });
});

describe('inverseGram', () => {
  it('is the inverse of the Gram matrix, whatever the units of the columns', () => {
    fc.assert(
      fc.property(matrix(3, 8), (values) => {
        const columns = [0, 1, 2].map((k) =>
          values.subarray(8 * k, 8 * k + 8).map((value, i) => (value + (i === k ? 9 : 0)) * 10 ** (4 * k)),
        );
        const { inverse, rank } = inverseGram(columns);
        expect(rank).toBe(3);
        const gram = (i: number, j: number) =>
          columns[i]!.reduce((sum, value, r) => sum + value * columns[j]![r]!, 0);
        for (let i = 0; i < 3; i += 1) {
          for (let j = 0; j < 3; j += 1) {
            const product = [0, 1, 2].reduce((sum, k) => sum + inverse[3 * i + k]! * gram(k, j), 0);
            expect(product * 10 ** (4 * (i - j))).toBeCloseTo(i === j ? 1 : 0, 8);
          }
        }
      }),
    );
  });

  it('leaves out what the columns do not see, and says so', () => {
    const [a, b] = [Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 6)];
    const { inverse, rank } = inverseGram([a, b]);
    expect(rank).toBe(1);
    expect(inverse.every(Number.isFinite)).toBe(true);
    expect(inverseGram([a, new Float64Array(3)]).rank).toBe(0);
  });
});
