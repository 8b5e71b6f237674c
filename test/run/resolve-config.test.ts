import { expect, test } from 'vitest';
import { DEFAULT_PROXIES, PROXIES } from '../../proxies/index.ts';
import { InputError } from '../../src/input-error.ts';
import { resolveConfig, type ScoreOptions } from '../../src/run/resolve-config.ts';

test('what is left out has the defaults of the command line', () => {
  expect(resolveConfig({})).toEqual({
    space: 'nasbench201',
    proxies: DEFAULT_PROXIES,
    seed: 0,
    batch: 64,
    skeleton: { channels: 16, cells: 5, size: 32, classes: 10 },
    engine: 'wasm',
    deterministic: false,
    images: 'random',
  });
});

test('default and all stand for lists, and each proxy comes once, in the order asked for', () => {
  const proxiesOf = (...proxies: string[]) => resolveConfig({ proxies }).proxies;
  expect(proxiesOf('all')).toEqual(PROXIES.map(({ name }) => name));
  expect(proxiesOf('params', 'macs', 'params')).toEqual(['params', 'macs']);
  expect(proxiesOf('macs', 'default')).toEqual([
    'macs',
    ...DEFAULT_PROXIES.filter((name) => name !== 'macs'),
  ]);
});

test('every proxy accepts its least batch and refuses one less', () => {
  for (const { name, minBatch } of PROXIES) {
    expect(resolveConfig({ proxies: [name], batch: minBatch }).batch).toBe(minBatch);
    if (minBatch === 1) continue;
    const refused = () => resolveConfig({ proxies: [name, 'params'], batch: minBatch - 1 });
    expect(refused).toThrow(
      `batch ${minBatch - 1} is too small for ${name} (at least ${minBatch}): give --batch ${minBatch}`,
    );
  }
});

test.each<[string, ScoreOptions]>([
  ['a fraction of a seed', { seed: 0.5 }],
  ['a seed below zero', { seed: -1 }],
  ['a seed beyond 53 bits', { seed: 2 ** 53 }],
  ['no batch', { batch: 0 }],
  ['a fraction of a batch', { batch: 2.5 }],
  ['no number of channels', { skeleton: { channels: Number.NaN } }],
  ['no cells', { skeleton: { cells: 0 } }],
  ['no proxies', { proxies: [] }],
  ['an unknown space', { space: 'moon' }],
  ['an unknown engine', { engine: 'steam' }],
  ['an engine of another installation', { engine: 'onnx-cuda', device: 4096 }],
  ['absent images', { images: '/absent/images.safetensors' }],
  ['absent weights', { weights: '/absent/weights.safetensors' }],
])('%s is refused in one line', (_name, options) => {
  expect(() => resolveConfig(options)).toThrow(InputError);
  expect(() => resolveConfig(options)).not.toThrow(/\n/);
});
