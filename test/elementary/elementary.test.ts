import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exp } from '../../src/elementary/exp.ts';
import { ln } from '../../src/elementary/ln.ts';
import { turn } from '../../src/elementary/turn.ts';
import { threefry2x32 } from '../../src/random/threefry.ts';

const COUNT = 20_000;
/** Even shares of 1, drawn without any function that is under test. */
const shares = Float64Array.from({ length: COUNT }, (_, i) => {
  const words = new Uint32Array(2);
  threefry2x32(1, 2, i, 0, words);
  return (words[0]! + 0.5) / 2 ** 32;
});

/** How far apart, in units of the last place of the second. */
function unitsApart(found: number, expected: number): number {
  const unit = 2 ** Math.max(Math.floor(Math.log2(Math.abs(expected))) - 52, -1074);
  return Math.abs(found - expected) / unit;
}

/** Digest of the bits of results. */
const digestOf = (values: Float64Array): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer as ArrayBuffer))
    .digest('hex')
    .slice(0, 16);

/** Numbers of every size: 2^-1022 to 2^1023. */
const sizes = shares.map((share, i) => (1 + share) * 2 ** ((i % 2045) - 1022));

describe('ln', () => {
  it('is within two units of the last place of Math.log, which is within one of the truth', () => {
    for (const x of [...sizes, ...shares, ...shares.map((share) => 1 + share / 1000)])
      expect(unitsApart(ln(x), Math.log(x)), String(x)).toBeLessThanOrEqual(2);
  });

  it('knows the edges', () => {
    expect([ln(1), ln(0), ln(-0), ln(Infinity)]).toEqual([0, -Infinity, -Infinity, Infinity]);
    expect([ln(-1), ln(Number.NaN), ln(-Infinity)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(ln(Number.MIN_VALUE)).toBe(-744.4400719213812);
    expect(ln(Number.MAX_VALUE)).toBe(709.782712893384);
  });
});

describe('exp', () => {
  it('is within two units of the last place of Math.exp, which is within one of the truth', () => {
    for (const share of shares)
      for (const x of [1400 * share - 700, share - 0.5, 1e-8 * share, -708 - 37 * share])
        expect(unitsApart(exp(x), Math.exp(x)), String(x)).toBeLessThanOrEqual(2);
  });

  it('knows the edges', () => {
    expect([exp(0), exp(-0), exp(Infinity), exp(-Infinity)]).toEqual([1, 1, Infinity, 0]);
    expect([exp(Number.NaN), exp(709.79), exp(-745.14)]).toEqual([Number.NaN, Infinity, 0]);
    expect(exp(-745)).toBe(Number.MIN_VALUE);
  });
});

describe('turn', () => {
  it('is cosine and sine of a share of a turn, within the rounding of its angle', () => {
    for (const share of shares) {
      const [cosine, sine] = turn(share);
      expect(Math.abs(cosine - Math.cos(2 * Math.PI * share))).toBeLessThan(2 ** -50);
      expect(Math.abs(sine - Math.sin(2 * Math.PI * share))).toBeLessThan(2 ** -50);
      expect(Math.abs(cosine * cosine + sine * sine - 1)).toBeLessThan(2 ** -51);
    }
  });

  it('is exact at the quarters, and the same after whole turns', () => {
    expect([0, 0.25, 0.5, 0.75, 1, -0.25].map((share) => turn(share).map((x) => x + 0))).toEqual([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
      [1, 0],
      [0, -1],
    ]);
    expect(turn(3.125)).toEqual(turn(0.125));
  });
});

it('gives the same bits on every machine', () => {
  expect(digestOf(sizes.map(ln))).toBe('cdb519cdad491096');
  expect(digestOf(shares.map((share) => exp(60 * share - 30)))).toBe('5a5bb1a8b0262dfb');
  expect(digestOf(Float64Array.from(shares, (share) => turn(share)[0]))).toBe('21c178d21f5086c5');
  expect(digestOf(Float64Array.from(shares, (share) => turn(share)[1]))).toBe('7f2ace28ce7f47b7');
});
