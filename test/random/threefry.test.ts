import { describe, expect, it } from 'vitest';
import { threefry2x32 } from '../../src/random/index.ts';

function encrypt(k0: number, k1: number, c0: number, c1: number): number[] {
  const out = new Uint32Array(2);
  threefry2x32(k0, k1, c0, c1, out);
  return [...out];
}

describe('threefry2x32', () => {
  // From kat_vectors of the authors' Random123 library, "threefry2x32 20".
  it.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
  ])('agrees with the published vectors (key %i %i)', (k0, k1, c0, c1, x0, x1) => {
    expect(encrypt(k0, k1, c0, c1)).toEqual([x0, x1]);
  });

  it('takes signed and unsigned spellings of the same words alike', () => {
    expect(encrypt(-1, -2, -3, -4)).toEqual(encrypt(0xffffffff, 0xfffffffe, 0xfffffffd, 0xfffffffc));
  });
});
