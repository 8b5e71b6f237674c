import { assemble, type FunctionWriter } from './assembler.ts';
import type { EngineMemory } from './memory.ts';

/** A function of the engine's module: all its arguments are numbers, mostly addresses. */
export type KernelFunction = (...args: number[]) => void;

/** A function that may be called once the cache has compiled what it was asked for. */
export interface Kernel {
  run: KernelFunction;
}

/** Kernels by a key that says all they depend on: written once, compiled in batches, kept for the engine's life. */
export class KernelCache {
  readonly #memory: EngineMemory;
  readonly #known = new Map<string, Kernel>();
  readonly #pending: { readonly kernel: Kernel; readonly writer: FunctionWriter }[] = [];

  constructor(memory: EngineMemory) {
    this.#memory = memory;
  }

  /** Asks for a kernel; {@link compile} makes it ready. */
  want(key: string, write: () => FunctionWriter): Kernel {
    const known = this.#known.get(key);
    if (known) return known;
    const kernel: Kernel = {
      run() {
        throw new Error(`kernel not compiled: ${key}`);
      },
    };
    this.#pending.push({ kernel, writer: write() });
    this.#known.set(key, kernel);
    return kernel;
  }

  /** Compiles what is wanted and not there yet, as one module. */
  compile(): void {
    if (this.#pending.length === 0) return;
    const module = new WebAssembly.Module(assemble(this.#pending.map(({ writer }) => writer)));
    const { exports } = new WebAssembly.Instance(module, { engine: { memory: this.#memory.memory } });
    this.#pending.forEach(({ kernel }, i) => {
      kernel.run = exports[String(i)] as KernelFunction;
    });
    this.#pending.length = 0;
  }
}
