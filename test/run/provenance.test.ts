import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makePlan } from '../../src/run/plan.ts';
import { type Protocol, protocolOf, VOLATILE_KEYS } from '../../src/run/provenance.ts';
import { resolveConfig, type ScoreOptions } from '../../src/run/resolve-config.ts';
import { findSpace } from '../../src/spaces/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-provenance-'));
afterAll(() => rmSync(folder, { recursive: true }));
const space = findSpace('nasbench201');
const facts = { relaxedSimd: true, workers: 2 };

async function protocolFor(options: ScoreOptions, archs = '10'): Promise<Protocol> {
  const config = resolveConfig({ proxies: ['params', 'synflow'], ...options });
  return protocolOf(config, await makePlan(space, { kind: 'archs', value: archs }, config.seed), facts);
}

test('the protocol says how the scores came about', async () => {
  expect(await protocolFor({})).toEqual({
    nasprobe: expect.stringMatching(/^\d+\.\d+\.\d+/),
    space: 'nasbench201',
    skeleton: { channels: 16, cells: 5, size: 32, classes: 10 },
    proxies: [
      { name: 'params', better: 'higher' },
      { name: 'synflow', better: 'higher' },
    ],
    seed: 0,
    engine: { id: 'wasm', relaxedSimd: true, deterministic: false },
    batch: { size: 64, policy: 'one batch for all architectures' },
    images: { kind: 'random' },
    init: { kind: 'pytorch-default' },
    batchNorm: 'train',
    selection: { kind: 'sample', count: 10, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    shard: { index: 1, of: 1 },
    configHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    machine: {
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      cpu: expect.any(String),
      workers: 2,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    },
  });
});

test('only the machine differs between two runs of the same', async () => {
  const first = await protocolFor({});
  const second = await protocolFor({});
  const differing = Object.keys(first).filter((key) => {
    const name = key as keyof Protocol;
    return JSON.stringify(first[name]) !== JSON.stringify(second[name]);
  });
  for (const key of differing) expect(VOLATILE_KEYS).toContain(key);
});

test('everything that moves a score moves the hash; the architectures do not', async () => {
  const { configHash } = await protocolFor({});
  const others: readonly ScoreOptions[] = [
    { seed: 1 },
    { batch: 32 },
    { engine: 'reference' },
    { deterministic: true },
    { skeleton: { channels: 8 } },
    { proxies: ['params'] },
  ];
  const hashes = await Promise.all(others.map(async (options) => (await protocolFor(options)).configHash));
  expect(new Set([configHash, ...hashes]).size).toBe(others.length + 1);
  expect((await protocolFor({}, '11')).configHash).toBe(configHash);
});

test('files count by what they hold, not by their names', async () => {
  const files = ['a', 'a', 'b'].map((text, index) => {
    const path = join(folder, `${index}.safetensors`);
    writeFileSync(path, text);
    return path;
  });
  const [one, same, other] = await Promise.all(files.map((images) => protocolFor({ images })));
  // printf a | sha256sum
  const sha256 = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb';
  expect(one!.images).toEqual({ kind: 'safetensors', sha256 });
  expect(one!.machine.images).toBe(files[0]);
  expect(same!.configHash).toBe(one!.configHash);
  expect(other!.configHash).not.toBe(one!.configHash);
  const checkpoint = await protocolFor({ weights: files[0]! }, '1');
  expect(checkpoint.init).toEqual({ kind: 'checkpoint', sha256 });
});
