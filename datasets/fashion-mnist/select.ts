/**
 * Makes the sample in this folder from the four original files:
 * `npx tsx datasets/fashion-mnist/select.ts /usr/share/datasets/fashion-mnist`.
 * Of each class the first images in the original order: 400 for training and the next 200 for validation of the
 * training files, 200 of the test files; each split keeps the original order.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readIdx, writeIdx } from '../images/idx.ts';

const SPLITS = [
  { name: 'train', from: 'train', skip: 0, take: 400 },
  { name: 'valid', from: 'train', skip: 400, take: 200 },
  { name: 'test', from: 't10k', skip: 0, take: 200 },
] as const;

const source = process.argv[2] ?? '.';
const target = fileURLToPath(new URL('.', import.meta.url));

for (const { name, from, skip, take } of SPLITS) {
  const images = readIdx(join(source, `${from}-images-idx3-ubyte.gz`), 3);
  const labels = readIdx(join(source, `${from}-labels-idx1-ubyte.gz`), 1);
  const pixels = images.extents[1]! * images.extents[2]!;
  const seen = new Map<number, number>();
  const chosen = [...labels.data.keys()].filter((i) => {
    const count = seen.get(labels.data[i]!) ?? 0;
    seen.set(labels.data[i]!, count + 1);
    return count >= skip && count < skip + take;
  });
  const data = Buffer.concat(chosen.map((i) => images.data.subarray(i * pixels, (i + 1) * pixels)));
  const write = (kind: string, bytes: Uint8Array) =>
    writeFileSync(join(target, `${name}-${kind}-ubyte.gz`), gzipSync(bytes, { level: 9 }));
  write('images-idx3', writeIdx({ extents: [chosen.length, images.extents[1]!, images.extents[2]!], data }));
  write(
    'labels-idx1',
    writeIdx({ extents: [chosen.length], data: Uint8Array.from(chosen, (i) => labels.data[i]!) }),
  );
}
