import { gzipSync } from 'node:zlib';
import { OnnxModel } from '../../src/engine/onnx/model.ts';
import { bunzip2 } from '../../src/formats/bz2/bunzip2.ts';
import { gunzip } from '../../src/formats/gunzip.ts';
import { readJpeg } from '../../src/formats/image/read-jpeg.ts';
import { readPng } from '../../src/formats/image/read-png.ts';
import { harvestPickle, readPickle } from '../../src/formats/pickle/read-pickle.ts';
import { openTorch } from '../../src/formats/pickle/torch.ts';
import { readTar } from '../../src/formats/tar/read-tar.ts';
import { readTfrecord } from '../../src/formats/tfrecord/read-tfrecord.ts';
import { readZip } from '../../src/formats/zip/read-zip.ts';
import { parseModel } from '../../src/onnx/parse-model.ts';
import { access, bytesOf, FIXTURES, joined, pieces, reader } from '../formats/fixtures.ts';
import { mendPng, mendTfrecord } from './mend-checksums.ts';
import type { FuzzTarget } from './target.ts';

const target = (
  name: string,
  files: readonly string[],
  read: (bytes: Uint8Array) => unknown,
): FuzzTarget => ({ name, seeds: () => files.map(bytesOf), read });

const drain = (items: Iterable<unknown>): void => {
  for (const _ of items);
};

const imagesOf = (images: Readonly<Record<string, { readonly file: string }>>): string[] =>
  Object.values(images).map(({ file }) => file);

/** A convolution, a pooling and a linear layer. */
function smallModel(): Uint8Array {
  const model = new OnnxModel();
  model.input('images', [2, 3, 4, 4]);
  const weights = model.floats(
    [4, 3, 3, 3],
    Array.from({ length: 108 }, (_, i) => i / 50),
  );
  const x = model.apply('Relu', [model.apply('Conv', ['images', weights], { pads: [1, 1, 1, 1] })]);
  const pooled = model.apply('Reshape', [model.apply('GlobalAveragePool', [x]), model.integers([2, 4])]);
  model.output('logits', model.apply('MatMul', [pooled, 'linear']), [2, 2]);
  return model.serialise([{ name: 'linear', shape: [4, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) }]);
}

const PICKLES = [...FIXTURES.pickles, ...FIXTURES.arrayPickles, ...FIXTURES.scalarPickles];

export const FORMAT_TARGETS: readonly FuzzTarget[] = [
  {
    ...target('pickle', PICKLES, (bytes) => readPickle(reader(bytes, 4096))),
    refused: () => FIXTURES.evil.map(bytesOf),
  },
  target('pickle, item by item', FIXTURES.pickles, (bytes) =>
    harvestPickle(reader(bytes, 64), [], { isKey: (key) => typeof key === 'string', take() {} }),
  ),
  target('torch.save', FIXTURES.torch, (bytes) =>
    readPickle(openTorch(access(bytes), () => reader(bytes, 4096))),
  ),
  target('bzip2', FIXTURES.bz2, (bytes) => joined(bunzip2(pieces(bytes, 64), 'file'))),
  {
    name: 'gzip',
    seeds: () => [gzipSync(FIXTURES.raw), gzipSync(Buffer.alloc(500), { level: 0 })],
    read: (bytes) => drain(gunzip(pieces(bytes, 64), 'file')),
  },
  target('zip', [FIXTURES.zip, FIXTURES.torch[0]!], (bytes) => {
    for (const { open } of readZip(access(bytes))) drain(open());
  }),
  target('tar', [FIXTURES.tar], (bytes) => drain(readTar(reader(bytes, 512), 2 ** 20))),
  target('TFRecord', [FIXTURES.tfrecord], (bytes) => drain(readTfrecord(pieces(bytes, 50), 'file'))),
  target('TFRecord, its checksums mended', [FIXTURES.tfrecord], (bytes) =>
    drain(readTfrecord(pieces(mendTfrecord(bytes), 50), 'file')),
  ),
  target('PNG', imagesOf(FIXTURES.png), (bytes) => readPng(bytes, 'image')),
  target('PNG, its checksums mended', imagesOf(FIXTURES.png), (bytes) => readPng(mendPng(bytes), 'image')),
  target('JPEG', imagesOf(FIXTURES.jpeg), (bytes) => readJpeg(bytes, 'image')),
  { name: 'ONNX', seeds: () => [smallModel()], read: (bytes) => parseModel(bytes, 'model.onnx') },
];
