import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIdx } from '../../../datasets/images/idx.ts';
import { openBatch } from '../../../datasets/images/image-batch.ts';
import { allImages } from '../../../datasets/images/image-layout.ts';
import { imageFolder, readImages } from '../../../datasets/images/image-sources.ts';
import type { LabelledPixels } from '../../../datasets/images/labelled-pixels.ts';
import { InputError } from '../../../src/input-error.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-images-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const made = (name: string, files: Readonly<Record<string, Uint8Array>>): string => {
  const path = join(folder, name);
  for (const [file, bytes] of Object.entries(files)) {
    mkdirSync(join(path, file, '..'), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
};

/** Red, green and blue of a pixel. */
const pixel = ({ data, extent }: LabelledPixels, n: number, y: number, x: number) => [
  ...data.subarray((n * extent * extent + y * extent + x) * 3).subarray(0, 3),
];

/** The rule of make_fixtures.py. */
const expected = (batch: number, n: number, y: number) =>
  [0, 1, 2].map((c) => batch + 10 * n + 80 * c + (y === 0 ? 1 : 0));

/** Records of CIFAR's binary version by the same rule. */
const records = (batch: number, labels: readonly (readonly number[])[]) =>
  Buffer.concat(
    labels.map((label, n) => {
      const planes = new Uint8Array(3072).map(
        (_, i) => expected(batch, n, Math.floor((i % 1024) / 32))[Math.floor(i / 1024)]!,
      );
      return Buffer.concat([Uint8Array.from(label), planes]);
    }),
  );

/** Bit by bit: node:zlib's needs Node 20.15. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A PNG of one colour. */
function png(width: number, height: number, colour: readonly [number, number, number]): Buffer {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = [0, ...Array.from({ length: width }, () => colour).flat()];
  const data = deflateSync(Uint8Array.from(Array.from({ length: height }, () => row).flat()));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array()),
  ]);
}

describe('CIFAR and ImageNet16', () => {
  it('reads the pickles of CIFAR-10, a tenth of them for validation', () => {
    const images = imageFolder(fixture('cifar-10-batches-py'));
    expect(images.layout).toBe('CIFAR-10, Python');
    expect(images.files).toHaveLength(6);
    const { train, valid, test } = allImages(images);
    expect([...train.labels, ...valid.labels]).toEqual([0, 9, 1, 8, 2, 7, 3, 6, 4, 5]);
    expect([train.count, valid.count, test.count]).toEqual([9, 1, 2]);
    expect([...test.labels]).toEqual([5, 4]);
    expect(pixel(train, 5, 0, 31)).toEqual(expected(2, 1, 0));
    expect(pixel(train, 5, 31, 0)).toEqual(expected(2, 1, 31));
    expect(pixel(test, 1, 7, 7)).toEqual(expected(5, 1, 7));
  });

  it('takes the fine labels of CIFAR-100, and the classes of ImageNet16-120', () => {
    const cifar = allImages(imageFolder(fixture('cifar-100-python')));
    expect([...cifar.train.labels, ...cifar.valid.labels, ...cifar.test.labels]).toEqual([99, 7, 98, 7]);
    const { train, valid, test } = allImages(imageFolder(fixture('imagenet16')));
    expect([...test.labels]).toEqual([119, 10]);
    expect(train.count + valid.count).toBe(20);
    expect(Math.max(...train.labels)).toBe(119);
    // Its second image has a class that is left out.
    expect(pixel(train, 3, 1, 1)).toEqual(expected(1, 2, 1));
  });

  it('reads the binary versions alike', () => {
    const files = Object.fromEntries(
      [0, 1, 2, 3, 4, 5].map((batch) => [
        batch === 5 ? 'test_batch.bin' : `data_batch_${batch + 1}.bin`,
        records(batch, [[batch], [9 - batch]]),
      ]),
    );
    const binary = allImages(imageFolder(made('cifar-10', files)));
    const python = allImages(imageFolder(fixture('cifar-10-batches-py')));
    for (const split of ['train', 'valid', 'test'] as const) {
      expect(binary[split].data).toEqual(python[split].data);
      expect(binary[split].labels).toEqual(python[split].labels);
    }
    const path = made('cifar-100', {
      'train.bin': records(0, [
        [1, 99],
        [2, 7],
      ]),
      'test.bin': records(1, [[1, 98]]),
    });
    expect([...allImages(imageFolder(path)).test.labels]).toEqual([98]);
  });

  it('normalises each channel by the training images, and draws the same batch for the same seed', () => {
    const { train } = readImages(imageFolder(fixture('cifar-10-batches-py')), { size: 32, classes: 10 });
    for (let c = 0; c < 3; c += 1) {
      const values = train.images.filter((_, i) => i % 3 === c);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const square = values.reduce((a, b) => a + b * b, 0) / values.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(square).toBeCloseTo(1, 4);
    }
    const wanted = { batch: 4, size: 32, classes: 10, seed: 1 };
    const batch = openBatch(fixture('cifar-10-batches-py'), wanted);
    expect(openBatch(fixture('cifar-10-batches-py'), wanted)).toEqual(batch);
    const at = [...train.labels].indexOf(batch.labels[0]!);
    expect([...batch.images.subarray(0, 3072)]).toEqual([
      ...train.images.subarray(at * 3072, (at + 1) * 3072),
    ]);
  });

  it('refuses what is torn, missing or hostile in one line', () => {
    const torn = made('torn', { 'train.bin': Buffer.alloc(3075), 'test.bin': Buffer.alloc(3074) });
    expect(() => allImages(imageFolder(torn))).toThrow(/3075 bytes are no whole records of 3074/);
    expect(() => imageFolder(made('lone', { 'data_batch_1.bin': Buffer.alloc(3073) }))).toThrow(
      /there is no .*data_batch_2/,
    );
    const names = [
      'data_batch_1',
      'data_batch_2',
      'data_batch_3',
      'data_batch_4',
      'data_batch_5',
      'test_batch',
    ];
    const hostile = Object.fromEntries(
      names.map((name) => [name, Buffer.from("cos\nsystem\n(S'true'\ntR.")]),
    );
    expect(() => allImages(imageFolder(made('hostile', hostile)))).toThrow(InputError);
    expect(() => allImages(imageFolder(made('hostile', hostile)))).toThrow(/os\.system/);
  });
});

describe("MNIST's official files", () => {
  it('have no images for validation, so the last tenth of the training images is', () => {
    const files = (split: string, count: number) => ({
      [`${split}-images-idx3-ubyte`]: writeIdx({
        extents: [count, 2, 2],
        data: new Uint8Array(4 * count).fill(9),
      }),
      [`${split}-labels-idx1-ubyte`]: writeIdx({
        extents: [count],
        data: new Uint8Array(count).map((_, i) => i % 10),
      }),
    });
    const { train, valid, test } = allImages(
      imageFolder(made('mnist', { ...files('train', 25), ...files('t10k', 4) })),
    );
    expect([train.count, valid.count, test.count]).toEqual([22, 3, 4]);
    expect([...valid.labels]).toEqual([2, 3, 4]);
  });
});

describe('pictures', () => {
  const colours = { ants: [200, 10, 20], bees: [30, 180, 40] } as const;

  it('are cut to their middle square, sized as the first, and numbered by the name of their folder', () => {
    const files = Object.fromEntries(
      Object.entries(colours).flatMap(([name, colour]) => [
        ...[4, 6, 8].map((width) => [`train/${name}/${width}.png`, png(width, 4, colour)] as const),
        [`val/${name}/a.png`, png(4, 4, colour)] as const,
        [`test/${name}/b.png`, png(5, 9, colour)] as const,
      ]),
    );
    const images = imageFolder(made('divided', files));
    const { train, valid, test } = allImages(images);
    expect(images.files).toHaveLength(10);
    expect([train.extent, train.count, valid.count, test.count]).toEqual([4, 6, 2, 2]);
    expect([...train.labels]).toEqual([0, 0, 0, 1, 1, 1]);
    expect(pixel(train, 2, 3, 3)).toEqual([...colours.ants]);
    expect(pixel(test, 1, 0, 0)).toEqual([...colours.bees]);
  });

  it('are divided where their folder is not, with every class in training', () => {
    const files = Object.fromEntries(
      Object.entries(colours).flatMap(([name, colour]) =>
        Array.from({ length: 10 }, (_, n) => [`${name}/${n}.png`, png(2, 2, colour)] as const),
      ),
    );
    const { train, valid, test } = allImages(imageFolder(made('plain', files)));
    expect([train.count, valid.count, test.count]).toEqual([14, 2, 4]);
    for (const set of [train, valid, test]) expect(new Set(set.labels)).toEqual(new Set([0, 1]));
  });

  it('are refused where one is damaged or of no training class', () => {
    const good = png(2, 2, [1, 2, 3]);
    const path = made('damaged', { 'a/1.png': good, 'a/2.png': good.subarray(0, 40), 'b/1.png': good });
    expect(() => allImages(imageFolder(path))).toThrow(InputError);
    const strange = made('strange', { 'train/a/1.png': good, 'test/c/1.png': good });
    expect(() => imageFolder(strange)).toThrow(/is no class of the training pictures/);
  });
});
