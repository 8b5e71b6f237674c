import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIdx, writeIdx } from '../../../datasets/images/idx.ts';
import { openBatch } from '../../../datasets/images/image-batch.ts';
import { imageFolder, readImages } from '../../../datasets/images/image-sources.ts';
import { resize } from '../../../datasets/images/resize.ts';
import { InputError } from '../../../src/input-error.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-idx-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('IDX', () => {
  it('comes back as it was written, gzipped or not', () => {
    const path = join(folder, 'round');
    fc.assert(
      fc.property(fc.nat(4), fc.nat(3), fc.boolean(), (rows, columns, zipped) => {
        const data = Uint8Array.from({ length: rows * columns }, (_, i) => 37 * i);
        const bytes = writeIdx({ extents: [rows, columns], data });
        writeFileSync(path, zipped ? gzipSync(bytes) : bytes);
        expect(readIdx(path, 2)).toEqual({ extents: [rows, columns], data: new Uint8Array(data) });
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['nothing', Buffer.alloc(0), /is no IDX file/],
    ['another type', Buffer.from([0, 0, 0x0d, 1, 0, 0, 0, 0]), /holds type 13/],
    ['another shape', Buffer.from([0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0]), /has 2 axes, not 1/],
    ['too few bytes', Buffer.from([0, 0, 8, 1, 0, 0, 0, 5, 1, 2]), /says 5 and holds 2 bytes/],
    ['a huge extent', Buffer.from([0, 0, 8, 1, 255, 255, 255, 255, 1, 2]), /says 4294967295 and holds 2/],
    ['a torn gzip', gzipSync(Buffer.alloc(100)).subarray(0, 20), /cannot be read/],
  ])('%s is refused', (_, bytes, message) => {
    const path = join(folder, 'bad');
    writeFileSync(path, bytes);
    expect(() => readIdx(path, 1)).toThrow(InputError);
    expect(() => readIdx(path, 1)).toThrow(message);
  });
});

describe('another size', () => {
  it('keeps the mean where pixels are joined', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.nat(255), { minLength: 64, maxLength: 64 }),
        (to, image) => {
          const small = resize(image, 8, to);
          const mean = (values: ArrayLike<number>) =>
            Array.from(values).reduce((a, b) => a + b, 0) / values.length;
          expect(mean(small)).toBeCloseTo(mean(image), 9);
        },
      ),
    );
  });

  it('takes the area of a covered pixel', () => {
    // Each of two pixels covers one and a half of three.
    expect([...resize([3, 6, 9, 3, 6, 9, 3, 6, 9], 3, 2)].map((x) => Number(x.toFixed(9)))).toEqual([
      4, 8, 4, 8,
    ]);
    expect([...resize([1, 2, 3, 4], 2, 4)]).toEqual([0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0]);
  });
});

describe('the Fashion-MNIST sample', () => {
  const { train, valid, test } = readImages(imageFolder('fashion'), { size: 28, classes: 10 });

  it.each([
    ['train', train, 4000],
    ['valid', valid, 2000],
    ['test', test, 2000],
  ])('%s has equally many images of each class, normalised by the training images', (_, set, count) => {
    expect(set.count).toBe(count);
    const counts = new Map<number, number>();
    for (const label of set.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    expect([...counts.values()]).toEqual(Array.from({ length: 10 }, () => count / 10));
    const mean = set.images.reduce((a, b) => a + b, 0) / set.images.length;
    const square = set.images.reduce((a, b) => a + b * b, 0) / set.images.length;
    const exact = set === train;
    expect(Math.abs(mean)).toBeLessThan(exact ? 1e-4 : 0.02);
    expect(Math.abs(square - mean ** 2 - 1)).toBeLessThan(exact ? 1e-4 : 0.03);
    expect(set.images.reduce((a, b) => Math.min(a, b), 0)).toBeCloseTo(set.black[0], 5);
  });

  it('gives a batch of its training images, the same for the same seed', () => {
    const wanted = { batch: 32, size: 28, classes: 10, seed: 3 };
    const batch = openBatch('fashion', wanted);
    expect(openBatch('fashion', wanted)).toEqual(batch);
    expect(openBatch('fashion', { ...wanted, seed: 4 }).labels).not.toEqual(batch.labels);
    const pixels = 28 * 28 * 3;
    const found = [...train.labels.keys()].filter((n) =>
      train.images.subarray(n * pixels, (n + 1) * pixels).every((value, i) => value === batch.images[i]),
    );
    expect(found.map((n) => train.labels[n])).toContain(batch.labels[0]);
  });

  it('is refused with too few classes, too large a batch, or where it is not', () => {
    expect(() => readImages(imageFolder('fashion'), { size: 4, classes: 9 })).toThrow(/set --classes/);
    expect(() => openBatch('fashion', { batch: 4001, size: 4, classes: 10, seed: 0 })).toThrow(
      /lower the batch/,
    );
    expect(() => imageFolder('/absent')).toThrow(/neither bundled \(fashion\) nor a folder/);
    expect(() => imageFolder(folder)).toThrow(/holds none of the layouts that are read \(IDX/);
  });
});
