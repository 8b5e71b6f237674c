import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readIdx, writeIdx } from '../../datasets/images/idx.ts';
import { batchFromSafetensors } from '../../datasets/images/image-batch.ts';
import { readTruth } from '../../datasets/truth.ts';
import { defaultEncoding } from '../../estimators/predictors/default-encoding.ts';
import { PREDICTORS } from '../../estimators/predictors/learners/index.ts';
import { fitModel, modelText, parseModel } from '../../estimators/predictors/model-file.ts';
import { readArchFile } from '../../src/run/arch-file.ts';
import { openJournal } from '../../src/run/journal.ts';
import { readScores } from '../../src/run/read-scores.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/run/train/checkpoint.ts';
import { readSafetensors, writeSafetensors } from '../../src/safetensors/index.ts';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';
import { openScoreFile, readTable } from '../../src/table/index.ts';
import { emptyState } from '../../src/training/training-state.ts';
import { KIND, madeUp } from '../predictors/samples.ts';
import { makeRows, options } from '../table/score-fixture.ts';
import { madeBy } from './made-by.ts';
import type { FuzzTarget } from './target.ts';

/** A reader that is given a path. */
const file = (
  name: string,
  fileName: string,
  seeds: FuzzTarget['seeds'],
  read: (path: string) => unknown,
  share = 1,
): FuzzTarget => ({
  name,
  share,
  seeds,
  read(bytes, folder) {
    const path = join(folder, fileName);
    writeFileSync(path, bytes);
    return read(path);
  },
});

const images = { extents: [3, 4, 4], data: Uint8Array.from({ length: 48 }, (_, i) => 5 * i) };

const batch = new Map([
  ['inputs', { shape: [4, 3, 2, 2], data: Float32Array.from({ length: 48 }, (_, i) => i / 7) }],
  ['targets', { shape: [4], data: BigInt64Array.of(0n, 1n, 2n, 1n) }],
]);

const scoreFile = (): Promise<Buffer> =>
  madeBy('s.arrow', async (path) => {
    const scores = await openScoreFile(path, options);
    for (const [from, to] of [
      [0, 3],
      [3, 5],
      [5, 12],
    ] as const) {
      await scores.append(makeRows(from, to));
      await scores.flush();
    }
    await scores.close();
  });

/** Models of every predictor, one of each kind of state. */
const models = (): Buffer[] =>
  PREDICTORS.map(({ name, reads }) => {
    const choice = {
      predictor: name,
      encoding: defaultEncoding(reads, KIND),
      target: 'accuracy',
      kind: KIND,
    };
    return Buffer.from(modelText(fitModel(choice, madeUp(12, 1), 3)));
  });

const trainings = (): Buffer => readFileSync(new URL('../../datasets/nas201-fashion.arrow', import.meta.url));

export const FILE_TARGETS: readonly FuzzTarget[] = [
  file('gzipped table', 't.csv.gz', () => [gzipSync('arch,acc\na,1\nb,2\n', {})], readTable),
  file(
    'list of architectures',
    'archs.txt',
    () => [Buffer.from(`# drawn\n${nasbench201.sample(9, 1).join('\n')}\n`)],
    readArchFile,
  ),
  file('score table', 's.arrow', async () => [await scoreFile()], readScores),
  file(
    'score table that is appended to',
    'a.arrow',
    async () => [await scoreFile()],
    async (path) => {
      try {
        const scores = await openScoreFile(path, options);
        await scores.append(makeRows(scores.rowsDone, scores.rowsDone + 2));
        await scores.close();
        await readScores(path);
      } finally {
        rmSync(`${path}.lock`, { force: true });
      }
    },
    0.3,
  ),
  file('truth', 'truth.arrow', () => [trainings()], readTruth, 0.1),
  file(
    'safetensors',
    't.safetensors',
    () => madeBy('t.safetensors', (path) => writeSafetensors(path, batch)).then((bytes) => [bytes]),
    readSafetensors,
  ),
  file(
    'batch of images',
    'b.safetensors',
    () => madeBy('t.safetensors', (path) => writeSafetensors(path, batch)).then((bytes) => [bytes]),
    (path) => batchFromSafetensors(path, { batch: 4, size: 2, classes: 3, seed: 0 }),
  ),
  file(
    'checkpoint of a training',
    'c.safetensors',
    () =>
      madeBy('c.safetensors', (path) =>
        writeCheckpoint(path, {
          state: emptyState(),
          records: [{ trainLoss: 1, trainAccuracy: 2, validAccuracy: 3, testAccuracy: 4, seconds: 5 }],
        }),
      ).then((bytes) => [bytes]),
    readCheckpoint,
  ),
  file(
    'IDX',
    'images',
    () => [writeIdx(images), gzipSync(writeIdx(images))],
    (path) => readIdx(path, 3),
  ),
  file(
    'journal',
    'finished.jsonl',
    () =>
      madeBy('finished.jsonl', (path) => {
        const journal = openJournal<number>(path, 'run');
        for (let entry = 0; entry < 5; entry += 1) journal.add(entry);
      }).then((bytes) => [bytes]),
    (path) => {
      const { entries } = openJournal<number>(path, 'run');
      // A line that stands there twice is told twice: whoever reads goes by the entries' keys.
      if (entries.some((entry) => ![0, 1, 2, 3, 4].includes(entry)))
        throw new Error(`holds ${entries.join(' ')}`);
    },
  ),
  file(
    'model of a predictor',
    'model.json',
    models,
    (path) => {
      const model = parseModel(readFileSync(path, 'utf8'), path);
      model.fitted.predict(madeUp(3, 2).samples);
    },
    0.1,
  ),
];
