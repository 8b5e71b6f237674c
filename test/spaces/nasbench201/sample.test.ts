import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nasbench201 } from '../../../src/spaces/nasbench201/index.ts';
import { sampleIndices } from '../../../src/spaces/sample.ts';

const { sample, size } = nasbench201;
const seeds = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

describe('sample', () => {
  it('repeats nothing and is a prefix of a longer draw', () => {
    fc.assert(
      fc.property(seeds, fc.nat(300), fc.nat(300), (seed, a, b) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)];
        const drawn = sample(long, seed);
        expect(new Set(drawn).size).toBe(long);
        expect(sample(short, seed)).toEqual(drawn.slice(0, short));
      }),
      { numRuns: 30 },
    );
  });

  it('draws every architecture when asked for all', () => {
    expect(sampleIndices('nasbench201', size, size, 3).sort((a, b) => a - b)).toEqual(
      Array.from({ length: size }, (_, i) => i),
    );
  });

  it('is uniform, at the first place and at a later one', () => {
    const draws = 1500;
    for (const place of [0, 9]) {
      const counts = new Array<number>(25).fill(0);
      for (let seed = 0; seed < draws; seed += 1) {
        counts[Math.floor((sampleIndices('nasbench201', size, place + 1, seed)[place]! * 25) / size)]! += 1;
      }
      const chi = counts.reduce((sum, count) => sum + (count - draws / 25) ** 2 / (draws / 25), 0);
      // 24 degrees of freedom: within five deviations of the mean.
      expect(Math.abs(chi - 24)).toBeLessThan(5 * Math.sqrt(48));
    }
  });

  it('differs between seeds', () => {
    expect(sample(5, 0)).not.toEqual(sample(5, 1));
  });

  it.each([size + 1, -1, 1.5, Number.NaN])('refuses to draw %d', (count) => {
    expect(() => sample(count, 0)).toThrow(/cannot draw .* different architectures .* from 0 to 15625/);
  });

  it.each([0.5, 2 ** 53, Number.NaN])('refuses the seed %d', (seed) => {
    expect(() => sample(1, seed)).toThrow(/^seed .* is no integer of up to 53 bits/);
  });
});
