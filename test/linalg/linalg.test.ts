import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlationOf } from '../../src/linalg/correlation.ts';
import { logAbsDeterminant } from '../../src/linalg/log-abs-determinant.ts';
import { symmetricEigenvalues } from '../../src/linalg/symmetric-eigenvalues.ts';
import { randomStream } from '../../src/random/index.ts';

interface Golden {
  symmetric: { name: string; n: number; matrix: number[]; values: number[] }[];
  square: { name: string; n: number; matrix: number[]; log: number | '-Infinity' }[];
  samples: { name: string; rows: number[][]; correlation: (number | null)[] }[];
}

/** Made by golden.py beside this file. */
const golden: Golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, x) => Math.max(most, Math.abs(x)), 0);

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    let total = 0;
    for (let k = 0; k < n; k += 1) total += a[Math.floor(at / n) * n + k]! * b[k * n + (at % n)]!;
    return total;
  });
}

const trace = (a: Float64Array, n: number): number =>
  Array.from({ length: n }, (_, i) => a[i * n + i]!).reduce((x, y) => x + y, 0);

/** Q L Q' with these eigenvalues, Q a product of reflections. */
function withEigenvalues(values: readonly number[], seed: number): Float64Array {
  const n = values.length;
  let a: Float64Array = Float64Array.from({ length: n * n }, (_, at) =>
    at % n === Math.floor(at / n) ? values[at % n]! : 0,
  );
  for (let round = 0; round < 3; round += 1) {
    const v = Float64Array.from({ length: n }, (_, i) => randomStream(seed, `v${round}`).normal(i));
    const norm2 = v.reduce((sum, x) => sum + x * x, 0);
    const reflection = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return Number(i === j) - (2 * v[i]! * v[j]!) / norm2;
    });
    a = product(product(reflection, a, n), reflection, n);
  }
  return a;
}

describe('symmetricEigenvalues', () => {
  it.each(golden.symmetric)("gives numpy's of $name", ({ matrix, n, values }) => {
    const got = symmetricEigenvalues(Float64Array.from(matrix), n);
    const scale = largest(values);
    values.forEach((value, i) => expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(2e-14 * n * scale));
    expect([...got]).toEqual([...got].sort((a, b) => a - b));
  });

  it('gives back the eigenvalues that a matrix was made of, repeated ones too', () => {
    const value = fc.constantFrom(-2, 0, 1e-12, 0.5, 1, 1, 3, 1000);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 24 }), fc.nat(1e6), (values, seed) => {
        const got = symmetricEigenvalues(withEigenvalues(values, seed), values.length);
        const want = values.toSorted((a, b) => a - b);
        want.forEach((w, i) =>
          expect(Math.abs(got[i]! - w)).toBeLessThanOrEqual(1e-12 * (largest(values) + 1e-300)),
        );
      }),
    );
  });

  it('keeps the sums of powers: the traces of A, A^2 and A^3', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), fc.nat(1e6), (n, seed) => {
        const stream = randomStream(seed, 'a');
        const a = Float64Array.from({ length: n * n }, (_, at) => {
          const [i, j] = [Math.floor(at / n), at % n];
          return stream.normal(Math.min(i, j) * n + Math.max(i, j));
        });
        const values = symmetricEigenvalues(a, n);
        let power: Float64Array = a;
        for (const exponent of [1, 2, 3]) {
          const sum = values.reduce((total, x) => total + x ** exponent, 0);
          const terms = values.reduce((total, x) => total + Math.abs(x) ** exponent, 0);
          expect(Math.abs(sum - trace(power, n))).toBeLessThanOrEqual(1e-12 * terms);
          power = product(power, a, n);
        }
      }),
    );
  });

  it('leaves its argument alone, and gives NaN for what is not finite', () => {
    const matrix = Float64Array.of(2, 1, 1, 2);
    expect([...symmetricEigenvalues(matrix, 2)].map((x) => Math.round(x * 1e12) / 1e12)).toEqual([1, 3]);
    expect([...matrix]).toEqual([2, 1, 1, 2]);
    expect([...symmetricEigenvalues(Float64Array.of(1, Infinity, Infinity, 1), 2)]).toEqual([NaN, NaN]);
  });
});

describe('logAbsDeterminant', () => {
  it.each(golden.square)("gives numpy's of $name", ({ matrix, n, log }) => {
    const got = logAbsDeterminant(Float64Array.from(matrix), n);
    if (log === '-Infinity') expect(got).toBe(-Infinity);
    else expect(Math.abs(got - log)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(log)) * (n === 10 ? 1 : 1e-5));
  });

  it('is the sum of the logarithms of the eigenvalues, and adds up over products', () => {
    const value = fc.constantFrom(-2, 0.25, 1, 3, 50);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 16 }), fc.nat(1e6), (values, seed) => {
        const a = withEigenvalues(values, seed);
        const n = values.length;
        const want = values.reduce((total, x) => total + Math.log(Math.abs(x)), 0);
        expect(logAbsDeterminant(a, n)).toBeCloseTo(want, 9);
        const b = withEigenvalues(
          values.map((x) => 1 / x),
          seed + 1,
        );
        expect(logAbsDeterminant(product(a, b, n), n)).toBeCloseTo(0, 9);
      }),
    );
  });

  it('passes a NaN on', () => {
    expect(logAbsDeterminant(Float64Array.of(1, 2, NaN, 4), 2)).toBeNaN();
  });
});

describe('correlationOf', () => {
  it.each(golden.samples)("gives numpy's corrcoef of $name", ({ rows, correlation }) => {
    const centred = rows.map((row) => {
      const mean = row.reduce((a, b) => a + b, 0) / row.length;
      return row.map((x) => x - mean);
    });
    const gram = centred.flatMap((a) => centred.map((b) => a.reduce((total, x, i) => total + x * b[i]!, 0)));
    const got = correlationOf(Float64Array.from(gram), rows.length);
    correlation.forEach((r, i) => {
      if (r === null) expect(got[i]).toBeNaN();
      else expect(Math.abs(got[i]! - r)).toBeLessThan(1e-13);
    });
  });
});
