import { afterEach, expect, it } from 'vitest';
import { isOutOfMemory } from '../../src/engine/out-of-memory.ts';
import { openScorer } from '../../src/run/open-scorer.ts';
import { openPool, type ScorePool } from '../../src/run/pool.ts';
import { resolveConfig } from '../../src/run/resolve-config.ts';
import type { ScoreConfig } from '../../src/run/score-config.ts';

const ONE_DEVICE = new URL('./workers/memory.ts', import.meta.url);

let pool: ScorePool | undefined;
afterEach(() => pool?.close());

async function scored(engine: string, archs: readonly string[]) {
  const notes: string[] = [];
  const config = { engine, proxies: ['grad_norm'] } as unknown as ScoreConfig;
  pool = await openPool(config, 'key', 1, archs[0]!, ONE_DEVICE, (text) => notes.push(text));
  const statuses: string[] = [];
  for await (const { arch, scores } of pool.scoreAll(archs))
    statuses.push(`${arch} ${scores.grad_norm!.status}`);
  return { statuses, notes };
}

const ARCHS = ['small 0', 'large 1', 'large 2', 'small 3', 'huge 4', 'small 5', 'large 6'];

it('an architecture that a shared device has no memory for is computed alone, or fails, and the run goes on', async () => {
  const { statuses, notes } = await scored('onnx-cuda', ARCHS);
  expect(statuses).toEqual(ARCHS.map((arch) => `${arch} ${arch.startsWith('huge') ? 'failed' : 'ok'}`));
  expect(notes).toEqual(['started']);
});

it('memory of the thread itself is not shared: nothing is computed twice', async () => {
  const { statuses } = await scored('wasm', ['small 0', 'huge 1', 'small 2']);
  expect(statuses).toEqual(['small 0 ok', 'huge 1 failed', 'small 2 ok']);
});

it.each([
  [20_000, 'needs 13.4 GiB'],
  [1_000_000, 'needs 33527.6 GiB'],
])(
  'a network of %i channels is counted, and what must be computed of it fails at once',
  async (channels, why) => {
    const scorer = await openScorer(
      resolveConfig({ proxies: ['params', 'synflow'], skeleton: { channels } }),
    );
    const arch =
      '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|';
    scorer.check(arch);
    const { params, synflow } = (await scorer.score(arch)).scores;
    expect(params!.status).toBe('ok');
    expect(synflow).toMatchObject({ status: 'failed', code: 'out-of-memory' });
    expect(synflow).toHaveProperty('message', expect.stringContaining(why));
  },
);

it.each([
  new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded'),
  new Error('CUDA failure 2: out of memory ; GPU=0 ; hostname=x'),
  new Error('OOM when allocating tensor with shape[64,32,32,16]'),
  new Error('Failed to allocate memory for requested buffer of size 1073741824'),
  new Error('std::bad_alloc'),
  new Error('CUBLAS_STATUS_ALLOC_FAILED'),
  new Error('vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY'),
])('knows that memory gave out: %s', (error) => {
  expect(isOutOfMemory(error)).toBe(true);
});

it.each([new Error('no room in the boom box'), new TypeError('x is undefined'), 'out of memory'])(
  'does not take anything else for it: %s',
  (error) => {
    expect(isOutOfMemory(error)).toBe(false);
  },
);
