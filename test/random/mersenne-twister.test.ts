import { describe, expect, it } from 'vitest';
import { mersenneTwister, shuffleAsPython } from '../../src/random/mersenne-twister.ts';

describe('mersenneTwister', () => {
  // CPython 3: random.seed(seed); [random.getrandbits(32) for _ in range(3)]
  it.each([
    [0, [3626764237, 1654615998, 3255389356]],
    [88, [1707201716, 4182107318, 813946014]],
    [2 ** 40 + 7, [2635837658, 3209733218, 3500038837]],
    [-5, [2675342405, 1097127993, 3185950873]],
  ])('gives the words of Python for seed %i', (seed, words) => {
    const next = mersenneTwister(seed);
    expect([next(), next(), next()]).toEqual(words);
  });

  it('goes on as Python does after its state is used up', () => {
    const next = mersenneTwister(88);
    const words = Array.from({ length: 2000 }, next);
    expect([words[623], words[624], words[1999]]).toEqual([3125099610, 3039405909, 2900544613]);
  });
});

describe('shuffleAsPython', () => {
  it('shuffles as random.seed(5); random.shuffle(list(range(20)))', () => {
    const items = Array.from({ length: 20 }, (_, i) => i);
    shuffleAsPython(items, 5);
    expect(items).toEqual([4, 9, 6, 5, 14, 17, 18, 1, 2, 15, 10, 3, 12, 7, 13, 0, 16, 11, 8, 19]);
  });

  it('leaves nothing and a single item alone', () => {
    for (const items of [[], ['only']]) {
      const before = [...items];
      shuffleAsPython(items, 1);
      expect(items).toEqual(before);
    }
  });
});
