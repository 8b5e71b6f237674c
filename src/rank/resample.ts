import type { RandomStream } from '../random/index.ts';

/**
 * How often each of `counts.length` rows comes up in the `index`-th bootstrap resample: as many draws with
 * replacement as there are rows. Depends on the stream and the index alone, so resamples can be made in any order.
 *
 * The counter-based stream gives each resample four words, and xoshiro128** (Blackman and Vigna, 2021) runs on from
 * them: a thousand resamples of 15,625 rows are 15 million draws, and a call of the stream takes ten times as long.
 */
export function resampleCounts(counts: Int32Array, stream: RandomStream, index: number): void {
  const rows = counts.length;
  const word = (k: number) => stream.integer(4 * index + k, 2 ** 32) | 0;
  let a = word(0);
  let b = word(1);
  let c = word(2);
  let d = word(3) | 1; // never all zero
  counts.fill(0);
  for (let draw = 0; draw < rows; draw += 1) {
    const scaled = Math.imul(b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    counts[Math.floor(((result >>> 0) / 2 ** 32) * rows)]! += 1;
  }
}
