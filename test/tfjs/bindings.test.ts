import { expect, it } from 'vitest';
import { BINDINGS, type Binding, installedBindings } from '../../src/engine/tfjs/bindings.ts';
import { openTfjsEngine } from '../../src/engine/tfjs/tfjs-engine.ts';

const broken: Binding = {
  module: '@tensorflow/tfjs-node-gpu',
  backend: 'tensorflow',
  computesOn: 'CUDA',
  load: () => Promise.reject(new Error('libtensorflow.so.2: cannot open shared object file\nand more')),
};
const cpu = BINDINGS.find(({ backend }) => backend === 'cpu')!;
const here = installedBindings().some(({ binding }) => binding === cpu);

it('is not installed where its packages cannot be found', () => {
  expect(installedBindings('file:///nowhere/at/all.js')).toEqual([]);
});

it.skipIf(!here)('falls back on the next binding, and says why', async () => {
  const engine = await openTfjsEngine([broken, cpu]);
  expect(engine.binding).toBe(cpu);
  expect(engine.details).toMatchObject({ binding: '@tensorflow/tfjs-backend-cpu', precision: 'float32' });
  expect(engine.notes).toEqual([
    '@tensorflow/tfjs-node-gpu cannot be used: libtensorflow.so.2: cannot open shared object file',
  ]);
});

it('refuses where none can be had, with the reason of each, or the command that adds one', async () => {
  await expect(openTfjsEngine([broken])).rejects.toThrow(/tfjs-node-gpu cannot be used: libtensorflow/);
  await expect(openTfjsEngine([])).rejects.toThrow(/npm install @tensorflow\/tfjs-core@4/);
});

it.skipIf(!here)('leaves the errors of the process to the process', async () => {
  const before = process.listenerCount('uncaughtException');
  await openTfjsEngine();
  expect(process.listenerCount('uncaughtException')).toBe(before);
});
