import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/random/index.ts';
import { DEFAULT_RECIPE } from '../../src/run/train/resolve-train-config.ts';
import { drawBatch, emptyBatch, epochOrder } from '../../src/training/draw-batch.ts';
import { smallImages } from './small-images.ts';

const set = smallImages(6, 5, 3, 9);
const pixels = 75;

function drawn(crop: number, flip: boolean, seed = 0, labelSmoothing = 0) {
  const batch = emptyBatch(4, set);
  const recipe = { ...DEFAULT_RECIPE, labelSmoothing, augmentation: { crop, flip } };
  drawBatch(batch, set, Int32Array.of(5, 0, 3, 1), 8, randomStream(seed, 'test'), recipe);
  return batch;
}

describe('a batch', () => {
  it('holds the images as they are where nothing is augmented, with smoothed labels', () => {
    const { images, labels, targets } = drawn(0, false, 0, 0.3);
    expect([...images.subarray(0, pixels)]).toEqual([...set.images.subarray(5 * pixels, 6 * pixels)]);
    expect([...labels]).toEqual([2, 0, 0, 1]);
    expect([...targets.subarray(0, 3)].map((x) => Number(x.toFixed(6)))).toEqual([0.1, 0.1, 0.8]);
  });

  it('mirrors and moves: each pixel is where a brute-force search finds it, or black', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.boolean(), (seed, flip) => {
        const { images } = drawn(2, flip, seed);
        [5, 0, 3, 1].forEach((index, n) => {
          const source = (y: number, x: number, c: number) =>
            y < 0 || x < 0 || y > 4 || x > 4
              ? set.black[c]!
              : set.images[index * pixels + (y * 5 + x) * 3 + c]!;
          const fits = (dy: number, dx: number, mirrored: boolean) =>
            Array.from({ length: pixels }, (_, i) => {
              const [y, x, c] = [Math.floor(i / 15), Math.floor(i / 3) % 5, i % 3];
              return Object.is(
                images[n * pixels + i],
                Math.fround(source(y - dy, (mirrored ? 4 - x : x) - dx, c)),
              );
            }).every(Boolean);
          const moves = [-2, -1, 0, 1, 2].flatMap((dy) =>
            [-2, -1, 0, 1, 2].flatMap((dx) => [false, ...(flip ? [true] : [])].map((m) => fits(dy, dx, m))),
          );
          expect(moves.filter(Boolean)).toHaveLength(1);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('depends on the place in the epoch, not on the batch that an image is drawn with', () => {
    const whole = drawn(2, true);
    const batch = emptyBatch(2, set);
    const recipe = { ...DEFAULT_RECIPE, augmentation: { crop: 2, flip: true } };
    drawBatch(batch, set, Int32Array.of(3, 1), 10, randomStream(0, 'test'), recipe);
    expect([...batch.images]).toEqual([...whole.images.subarray(2 * pixels)]);
  });
});

it('an epoch sees every image once, in another order each time', () => {
  const [first, second] = [epochOrder(50, 3, 0), epochOrder(50, 3, 1)];
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect([...first]).not.toEqual([...second]);
  expect([...epochOrder(50, 3, 0)]).toEqual([...first]);
});
