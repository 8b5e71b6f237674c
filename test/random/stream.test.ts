import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../src/random/index.ts';

const DRAWS = 100_000;
const seeds = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const positions = fc.integer({ min: 0, max: 2 ** 45 });

/** The mean of the k-th powers. */
function moment(values: ArrayLike<number>, k: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]! ** k;
  return sum / values.length;
}

/** Pearson's statistic against equal shares; its mean is bins - 1 and its deviation sqrt(2 (bins - 1)). */
function chiSquare(values: ArrayLike<number>, bins: number, bin: (value: number) => number): number {
  const counts = new Float64Array(bins);
  for (let i = 0; i < values.length; i += 1) counts[bin(values[i]!)]! += 1;
  const expected = values.length / bins;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Within five deviations of what is expected of equal shares. */
function expectEven(values: ArrayLike<number>, bins: number, bin: (value: number) => number): void {
  expect(Math.abs(chiSquare(values, bins, bin) - (bins - 1))).toBeLessThan(5 * Math.sqrt(2 * (bins - 1)));
}

function expectStandardNormal(values: ArrayLike<number>): void {
  const tolerance = (variance: number) => 5 * Math.sqrt(variance / values.length);
  // The variances of the moments of a standard normal: E x^2k - (E x^k)^2.
  expect(Math.abs(moment(values, 1))).toBeLessThan(tolerance(1));
  expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(tolerance(2));
  expect(Math.abs(moment(values, 3))).toBeLessThan(tolerance(15));
  expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(tolerance(96));
  // Octiles of the standard normal (scipy.stats.norm.ppf), so that each bin has an eighth.
  const octiles = [-1.1503493803760079, -0.6744897501960817, -0.31863936396437514, 0, 0.31863936396437514];
  octiles.push(0.6744897501960817, 1.1503493803760079);
  expectEven(values, 8, (value) => octiles.filter((bound) => value >= bound).length);
}

function correlation(a: RandomStream, b: RandomStream, shift = 0): number {
  let sum = 0;
  for (let i = 0; i < DRAWS; i += 1) sum += (a.uniform(i) - 0.5) * (b.uniform(i + shift) - 0.5);
  return (12 * sum) / DRAWS;
}

describe('randomStream', () => {
  it('is uniform', () => {
    const stream = randomStream(1, 'test');
    const values = Float64Array.from({ length: DRAWS }, (_, i) => stream.uniform(i));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expectEven(values, 256, (value) => Math.floor(value * 256));
    // The low bits too: those below 2^-45.
    expectEven(values, 256, (value) => (value * 2 ** 53) % 256);
    expect(Math.abs(moment(values, 1) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / DRAWS));
    expect(Math.abs(moment(values, 2) - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / DRAWS));
  });

  it('is normal', () => {
    const stream = randomStream(2, 'test');
    expectStandardNormal(Float64Array.from({ length: DRAWS }, (_, i) => stream.normal(i)));
  });

  it('draws integers evenly, also for bounds that divide no power of two', () => {
    const stream = randomStream(3, 'test');
    for (const bound of [2, 7, 100]) {
      const values = Float64Array.from({ length: DRAWS }, (_, i) => stream.integer(i, bound));
      expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < bound)).toBe(true);
      expectEven(values, bound, (value) => value);
    }
  });

  it('has values on a grid of 2^-53 below 1, at any position', () => {
    fc.assert(
      fc.property(seeds, positions, (seed, position) => {
        const value = randomStream(seed, 'grid').uniform(position);
        expect(Number.isInteger(value * 2 ** 53)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
        expect(Number.isFinite(randomStream(seed, 'grid').normal(position))).toBe(true);
      }),
    );
  });

  it('gives the same at a position whatever was drawn before', () => {
    fc.assert(
      fc.property(seeds, fc.array(positions, { minLength: 1, maxLength: 20 }), (seed, order) => {
        const draw = (stream: RandomStream, position: number) => [
          stream.normal(position),
          stream.uniform(position),
          stream.integer(position, 1000),
        ];
        const shared = randomStream(seed, 'order');
        for (const position of order) {
          expect(draw(shared, position)).toEqual(draw(randomStream(seed, 'order'), position));
        }
      }),
    );
  });

  it('depends on every part of the seed, the name and the position', () => {
    const first = randomStream(0, 'a').uniform(0);
    for (const seed of [1, -1, 2 ** 32, 2 ** 52]) expect(randomStream(seed, 'a').uniform(0)).not.toBe(first);
    for (const name of ['', 'b', 'aa']) expect(randomStream(0, name).uniform(0)).not.toBe(first);
    for (const position of [1, 2 ** 32, 2 ** 45])
      expect(randomStream(0, 'a').uniform(position)).not.toBe(first);
  });

  it('is uncorrelated with itself further on and with streams of nearby seeds and names', () => {
    const bound = 5 / Math.sqrt(DRAWS);
    const stream = randomStream(4, 'layer/1');
    expect(Math.abs(correlation(stream, stream, 1))).toBeLessThan(bound);
    expect(Math.abs(correlation(stream, stream, 2))).toBeLessThan(bound);
    expect(Math.abs(correlation(stream, randomStream(5, 'layer/1')))).toBeLessThan(bound);
    expect(Math.abs(correlation(stream, randomStream(4, 'layer/2')))).toBeLessThan(bound);
  });

  it('has independent normals within a pair', () => {
    const stream = randomStream(6, 'pair');
    let product = 0;
    let squares = 0;
    const pairs = DRAWS / 2;
    for (let pair = 0; pair < pairs; pair += 1) {
      const a = stream.normal(2 * pair);
      const b = stream.normal(2 * pair + 1);
      product += a * b;
      squares += (a * a - 1) * (b * b - 1);
    }
    expect(Math.abs(product / pairs)).toBeLessThan(5 / Math.sqrt(pairs));
    expect(Math.abs(squares / pairs)).toBeLessThan((5 * 2) / Math.sqrt(pairs));
  });
});

describe('fillNormal', () => {
  it('is the stream of normals, scaled and rounded to float32', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 33 }), (seed, length) => {
        const stream = randomStream(seed, 'fill');
        const target = new Float32Array(length);
        stream.fillNormal(target, 0.25);
        expect(target).toEqual(Float32Array.from({ length }, (_, i) => 0.25 * stream.normal(i)));
      }),
    );
  });

  it('has the moments of a normal', () => {
    const target = new Float32Array(DRAWS);
    randomStream(7, 'fill').fillNormal(target, 3);
    expectStandardNormal(target.map((value) => value / 3));
  });
});

describe('fillUniform', () => {
  it('stays in the range, on a grid of 24 bits, and is uniform in it', () => {
    const target = new Float32Array(DRAWS);
    randomStream(8, 'fill').fillUniform(target, -0.5, 1.5);
    expect(target.every((value) => value >= -0.5 && value < 1.5)).toBe(true);
    expectEven(target, 128, (value) => Math.floor((value + 0.5) * 64));

    randomStream(9, 'fill').fillUniform(target, 0, 1);
    expect(target.every((value) => Number.isInteger(value * 2 ** 24))).toBe(true);
    expectEven(target, 256, (value) => (value * 2 ** 24) % 256);
  });

  it('fills a shorter target with the beginning of a longer one, odd lengths too', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 33 }), (seed, length) => {
        const long = new Float32Array(40);
        const short = new Float32Array(length);
        randomStream(seed, 'fill').fillUniform(long, -1, 1);
        randomStream(seed, 'fill').fillUniform(short, -1, 1);
        expect(short).toEqual(long.subarray(0, length));
      }),
    );
  });
});
