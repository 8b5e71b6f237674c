import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { batchFromSafetensors, randomBatch } from '../../datasets/images/image-batch.ts';
import { InputError } from '../../src/input-error.ts';
import { type WritableTensor, writeSafetensors } from '../../src/safetensors/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'image-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function write(tensors: Record<string, WritableTensor>): string {
  files += 1;
  const path = join(folder, `${files}.safetensors`);
  writeSafetensors(path, new Map(Object.entries(tensors)));
  return path;
}

const WANTED = { batch: 2, size: 2, classes: 3, seed: 0 };
const ramp = (size: number) => Float32Array.from({ length: size }, (_, i) => i);
const inputs: WritableTensor = { shape: [3, 3, 2, 2], data: ramp(36) };
const targets: WritableTensor = { shape: [3], data: BigInt64Array.of(2n, 0n, 9n) };

describe('batchFromSafetensors', () => {
  it('takes the first samples, channels last', () => {
    const { images, labels, oneHot, size, classes } = batchFromSafetensors(
      write({ inputs, targets }),
      WANTED,
    );
    expect([...images.subarray(0, 12)]).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
    expect([...images.subarray(12, 15)]).toEqual([12, 16, 20]);
    expect(images.length).toBe(24);
    expect([...labels]).toEqual([2, 0]);
    expect([...oneHot]).toEqual([0, 0, 1, 1, 0, 0]);
    expect([size, classes]).toEqual([2, 3]);
  });

  it.each<[string, Record<string, WritableTensor>, string]>([
    ['no images', { targets }, 'no tensor "inputs"'],
    ['no labels', { inputs }, 'no tensor "targets"'],
    ['images of another size', { inputs: { shape: [1, 3, 3, 3], data: ramp(27) }, targets }, '[1, 3, 3, 3]'],
    ['gray images', { inputs: { shape: [3, 1, 2, 2], data: ramp(12) }, targets }, '[3, 1, 2, 2]'],
    ['one image without a batch', { inputs: { shape: [3, 2, 2], data: ramp(12) }, targets }, '[3, 2, 2]'],
    ['channels last', { inputs: { shape: [3, 2, 2, 3], data: ramp(36) }, targets }, '[3, 2, 2, 3]'],
    ['too few labels', { inputs, targets: { shape: [2], data: BigInt64Array.of(0n, 1n) } }, 'not [3]'],
    [
      'labels of two axes',
      { inputs, targets: { shape: [3, 1], data: BigInt64Array.of(0n, 1n, 2n) } },
      '[3, 1]',
    ],
    [
      'a label too large',
      { inputs, targets: { shape: [3], data: BigInt64Array.of(0n, 3n, 0n) } },
      'target 1 is 3',
    ],
    [
      'a negative label',
      { inputs, targets: { shape: [3], data: BigInt64Array.of(-1n, 0n, 0n) } },
      'target 0 is -1',
    ],
    [
      'a label that is no integer',
      { inputs, targets: { shape: [3], data: Float32Array.of(0.5, 0, 0) } },
      '0.5',
    ],
    [
      'a label that is no number',
      { inputs, targets: { shape: [3], data: Float32Array.of(NaN, 0, 0) } },
      'NaN',
    ],
    [
      'too few images',
      {
        inputs: { shape: [1, 3, 2, 2], data: ramp(12) },
        targets: { shape: [1], data: BigInt64Array.of(0n) },
      },
      'holds 1 images, fewer than --batch 2',
    ],
  ])('refuses %s in one line', (_, tensors, what) => {
    const path = write(tensors);
    const refuse = () => batchFromSafetensors(path, WANTED);
    expect(refuse).toThrow(InputError);
    expect(refuse).toThrow(what);
    expect(refuse).toThrow(path);
    expect(refuse).toThrow(/^[^\n]+$/);
  });

  it('refuses a file that is not there', () => {
    expect(() => batchFromSafetensors(join(folder, 'none'), WANTED)).toThrow(InputError);
  });
});

describe('randomBatch', () => {
  it('depends on the seed alone, sample by sample', () => {
    const batch = randomBatch({ batch: 8, size: 4, classes: 10, seed: 3 });
    expect(randomBatch({ batch: 8, size: 4, classes: 10, seed: 3 })).toEqual(batch);
    expect(randomBatch({ batch: 8, size: 4, classes: 10, seed: 4 }).images).not.toEqual(batch.images);
    const fewer = randomBatch({ batch: 2, size: 4, classes: 10, seed: 3 });
    expect(fewer.images).toEqual(batch.images.subarray(0, 96));
    expect(fewer.labels).toEqual(batch.labels.subarray(0, 2));
  });

  it('is standard normal, with labels of every class as often', () => {
    const { images, labels } = randomBatch({ batch: 600, size: 6, classes: 5, seed: 1 });
    const mean = images.reduce((a, b) => a + b, 0) / images.length;
    const variance = images.reduce((a, b) => a + (b - mean) ** 2, 0) / images.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(images.length));
    expect(Math.abs(variance - 1)).toBeLessThan(6 / Math.sqrt(images.length));
    for (let label = 0; label < 5; label += 1) {
      const count = labels.filter((x) => x === label).length;
      expect(Math.abs(count - 120)).toBeLessThan(50);
    }
  });
});
