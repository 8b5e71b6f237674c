import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { integer, nested, text } from '../../src/engine/onnx/protobuf.ts';
import { Graph } from '../../src/graph/graph.ts';
import { NetworkBuilder } from '../../src/graph/network.ts';
import { TRAINING } from '../../src/graph/network-mode.ts';
import { InputError } from '../../src/input-error.ts';
import { parseModel } from '../../src/onnx/parse-model.ts';
import { openNetworks } from '../../src/run/networks.ts';
import { resolveModels } from '../../src/run/resolve-models.ts';
import { encode, HEALTHY, node, type Parts } from './encode.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-onnx-'));
  mkdirSync(join(folder, 'models'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** All that scoring would read of a model. */
function readWhole(bytes: Uint8Array, name = 'm.onnx') {
  const path = join(folder, 'models', name);
  writeFileSync(path, bytes);
  const { config } = resolveModels([path], { batch: 2, proxies: ['params'] });
  const { plan, parameters } = openNetworks(config)(path);
  const images = new Graph().input('images', [2, config.skeleton.size, config.skeleton.size, 3]);
  const network = plan(new NetworkBuilder(images, TRAINING));
  for (const spec of network.parameters) parameters.valueOf(spec);
  return network;
}

it('reads the model that the others are spoilt from', () => {
  expect(readWhole(encode()).logits.shape).toEqual([2, 2]);
});

const spoilt: readonly (readonly [string, Parts, RegExp])[] = [
  ['an operator set of the future', { opset: 99 }, /operator set 99: export it with opset_version/],
  ['no operator set', { domain: 'ai.onnx.ml' }, /names no version of ONNX's operators/],
  [
    'an unknown operator',
    { nodes: [node('NonMaxSuppression', ['x', 'w'], ['logits'])] },
    /node the_NonMaxSuppression: the operator NonMaxSuppression is not read/,
  ],
  [
    "another vendor's operator",
    { nodes: [node('Conv', ['x', 'w'], ['logits'], [text(7, 'com.example')])] },
    /of the operators of "com.example"/,
  ],
  [
    'a cycle',
    {
      nodes: [node('Add', ['x', 'b'], ['a']), node('Relu', ['a'], ['b']), node('Flatten', ['b'], ['logits'])],
    },
    /node the_Add: uses "b", which comes after it: the graph has a cycle/,
  ],
  ['a value from nowhere', { nodes: [node('Relu', ['ghost'], ['logits'])] }, /"ghost", which nothing gives/],
  [
    'a value given twice',
    { nodes: [node('Relu', ['x'], ['y']), ...HEALTHY] },
    /node the_Conv: gives "y" a second time/,
  ],
  ['no such output', { output: 'nothing' }, /its output "nothing" is given by no node/],
  ['weights of other channels', { weightDims: [2, 4, 1, 1] }, /\[2, 4, 1, 1\] do not fit \[2, 3, 4, 4\]/],
  ['a huge tensor', { weightDims: [2 ** 20, 2 ** 20], weightBytes: 0 }, /at most 268435456 are read/],
  ['a negative extent', { weightDims: [-2, 3, 1, 1], weightBytes: 0 }, /has a negative extent/],
  ['too few bytes', { weightBytes: 20 }, /takes 24 bytes, the file has 20/],
  ['a strange element type', { weightType: 8 }, /its element type is number 8/],
  ['one colour', { input: [1, 1, 4, 4] }, /its input x is \[1, 1, 4, 4\], not \[batch, 3/],
  ['oblong images', { input: [1, 3, 4, 6] }, /4 x 6: square ones are scored/],
  ['a window beyond the image', { weightDims: [2, 3, 9, 9] }, /does not fit into 4 x 4 pixels/],
  ['no classes', { nodes: [node('Conv', ['x', 'w'], ['logits'])] }, /not \[batch, classes\]/],
  [
    'an attribute of another type',
    {
      nodes: [node('Conv', ['x', 'w'], ['y'], [nested(5, text(1, 'strides'), integer(20, 2))])],
      output: 'y',
    },
    /its strides is of another type/,
  ],
];

it.each(spoilt)('refuses %s', (_, parts, message) => {
  expect(() => readWhole(encode(parts))).toThrow(InputError);
  expect(() => readWhole(encode(parts))).toThrow(message);
});

it('reads data beside the model, and nowhere else', () => {
  const at = (location: string, ...more: (readonly [string, string])[]) =>
    encode({ external: [['location', location], ...more] });
  writeFileSync(join(folder, 'models', 'data.bin'), new Uint8Array(32));
  writeFileSync(join(folder, 'secret.bin'), new Uint8Array(32));
  symlinkSync(join(folder, 'secret.bin'), join(folder, 'models', 'link.bin'));
  expect(readWhole(at('data.bin', ['offset', '8'], ['length', '24'])).layers).toHaveLength(1);
  for (const location of [
    '../secret.bin',
    join(folder, 'secret.bin'),
    'link.bin',
    'a/../../secret.bin',
    '.',
  ]) {
    expect(() => readWhole(at(location)), location).toThrow(/lies outside the model's folder/);
  }
  expect(() => readWhole(at('absent.bin'))).toThrow(/cannot be read: put it beside the model/);
  expect(() => readWhole(at('data.bin', ['offset', '16']))).toThrow(/has 32 bytes where 40 are wanted/);
  expect(() => readWhole(at('data.bin', ['length', '8']))).toThrow(/8 bytes where the tensor takes 24/);
  expect(() => readWhole(at('data.bin', ['offset', '-1']))).toThrow(/offset "-1" is no number of bytes/);
});

it('refuses every truncation and any damage in one line, or reads it', () => {
  const whole = readFileSync(new URL('resnet.onnx', import.meta.url));
  const attempt = (bytes: Uint8Array): void => {
    try {
      parseModel(bytes, 'm.onnx');
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).not.toContain('\n');
    }
  };
  for (let length = 0; length < whole.length; length += 97) attempt(whole.subarray(0, length));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (flips) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of flips) bytes[at] = value;
        attempt(bytes);
      },
    ),
    { numRuns: 300 },
  );
});
