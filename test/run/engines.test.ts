import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasCudaProvider } from '../../src/engine/onnx/runtime-version.ts';
import type { OpName } from '../../src/graph/op.ts';
import { OPS } from '../../src/graph/ops/index.ts';
import { cudaDevices } from '../../src/run/engines/cuda-devices.ts';
import { probeEngine } from '../../src/run/engines/probe.ts';
import { vulkanDrivers } from '../../src/run/engines/vulkan-drivers.ts';
import { ENGINE_DEFINITIONS, resolveEngine } from '../../src/run/engines.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-engines-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('every operation has a lowering in every engine', () => {
  it.each(ENGINE_DEFINITIONS)('$name', (engine) => {
    const lacking = (Object.keys(OPS) as OpName[]).filter((op) => engine.supports(op) === undefined);
    expect(lacking).toEqual([]);
  });
});

it('auto is wasm, which is always there', () => {
  expect(resolveEngine('auto').name).toBe('wasm');
});

it('reads what nvidia-smi prints', () => {
  const text = '0, NVIDIA H100 80GB HBM3, 81559, 81008\n1, NVIDIA GB10, [N/A], [N/A]\n';
  expect(cudaDevices(() => text)).toEqual([
    { index: 0, name: 'NVIDIA H100 80GB HBM3', memory: 81559 * 2 ** 20, freeMemory: 81008 * 2 ** 20 },
    { index: 1, name: 'NVIDIA GB10' },
  ]);
  const absent = () => {
    throw new Error('spawnSync nvidia-smi ENOENT');
  };
  expect(cudaDevices(absent)).toBeUndefined();
});

it.skipIf(process.platform !== 'linux' || process.env.VK_DRIVER_FILES !== undefined)(
  "lists Vulkan's drivers by their manifests, and passes over what is none",
  () => {
    writeFileSync(join(folder, 'radeon_icd.x86_64.json'), '{"ICD": {"library_path": "libvulkan_radeon.so"}}');
    writeFileSync(join(folder, 'broken_icd.json'), '{');
    writeFileSync(join(folder, 'empty_icd.json'), '{}');
    writeFileSync(join(folder, 'readme.txt'), '');
    expect(vulkanDrivers([folder, '/nowhere'])).toEqual([
      { index: 0, name: 'radeon', manifest: join(folder, 'radeon_icd.x86_64.json') },
    ]);
  },
);

it('finds no CUDA libraries where there is no ONNX Runtime', () => {
  expect(hasCudaProvider('file:///nowhere/at/all.js')).toBe(false);
});

it('tries an engine in a process of its own, and lives to say how that ended', async () => {
  expect(await probeEngine({ engine: 'reference' })).toMatchObject({
    works: true,
    details: { precision: 'float64' },
  });
  expect(await probeEngine({ engine: 'reference' }, 1)).toEqual({
    works: false,
    reason: 'no answer within 0.001 s',
  });
});
