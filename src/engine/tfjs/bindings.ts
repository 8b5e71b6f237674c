import { createRequire } from 'node:module';
import type { TensorFlow } from './tensorflow.ts';

/** A way that TensorFlow.js computes: a package and the backend in it. */
export interface Binding {
  /** The package that decides it; `@tensorflow/tfjs-core` comes with it or beside it. */
  readonly module: string;
  readonly backend: string;
  readonly computesOn: string;
  /** Loads it. Rejects where its package, or the library under it, is not there. */
  load(): Promise<TensorFlow>;
}

const GPU = '@tensorflow/tfjs-node-gpu';
const NODE = '@tensorflow/tfjs-node';

/** A package that brings all of TensorFlow.js; its types are those of the core that it exports, and it may be absent. */
const whole = (name: string) => async (): Promise<TensorFlow> => (await import(name)) as TensorFlow;

/** The fastest first. */
export const BINDINGS: readonly Binding[] = [
  { module: GPU, backend: 'tensorflow', computesOn: 'CUDA', load: whole(GPU) },
  { module: NODE, backend: 'tensorflow', computesOn: 'processor, native', load: whole(NODE) },
  {
    module: '@tensorflow/tfjs-backend-wasm',
    backend: 'wasm',
    computesOn: 'processor, WebAssembly',
    async load() {
      const tf = await import('@tensorflow/tfjs-core');
      await import('@tensorflow/tfjs-backend-wasm');
      return tf;
    },
  },
  {
    module: '@tensorflow/tfjs-backend-cpu',
    backend: 'cpu',
    computesOn: 'processor, JavaScript',
    async load() {
      const tf = await import('@tensorflow/tfjs-core');
      await import('@tensorflow/tfjs-backend-cpu');
      return tf;
    },
  },
];

/** Adds TensorFlow.js on WebAssembly, which needs nothing native. */
export const INSTALL_TENSORFLOW =
  'npm install @tensorflow/tfjs-core@4 @tensorflow/tfjs-backend-wasm@4 @tensorflow/tfjs-backend-cpu@4';

/**
 * The bindings whose package is installed, with its version. None of them is loaded for it, so that a library that is
 * missing under a package shows only when it is loaded.
 * @param from the module that would load them; another one in tests
 */
export function installedBindings(from = import.meta.url): { binding: Binding; version: string }[] {
  const require = createRequire(from);
  return BINDINGS.flatMap((binding) => {
    try {
      const { version } = require(`${binding.module}/package.json`) as { version: string };
      return [{ binding, version }];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return [];
      throw error;
    }
  });
}
