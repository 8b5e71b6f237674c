import { assemble, type FunctionWriter } from './assembler.ts';
import type { EngineMemory } from './memory.ts';

/** A function of the engine's module: all its arguments are numbers, mostly addresses. */
export type KernelFunction = (...args: number[]) => void;

/** Kernels by a key that says all they depend on: written once, compiled in batches, kept for the engine's life. */
export class KernelCache {
  readonly #memory: EngineMemory;
  readonly #compiled = new Map<string, KernelFunction>();
  readonly #pending = new Map<string, FunctionWriter>();

  constructor(memory: EngineMemory) {
    this.#memory = memory;
  }

  /** Asks for a kernel; {@link compile} makes it ready. */
  want(key: string, write: () => FunctionWriter): void {
    if (!this.#compiled.has(key) && !this.#pending.has(key)) this.#pending.set(key, write());
  }

  /** Compiles what is wanted and not there yet, as one module. */
  compile(): void {
    if (this.#pending.size === 0) return;
    const keys = [...this.#pending.keys()];
    const module = new WebAssembly.Module(assemble([...this.#pending.values()]));
    const { exports } = new WebAssembly.Instance(module, { engine: { memory: this.#memory.memory } });
    keys.forEach((key, i) => {
      this.#compiled.set(key, exports[String(i)] as KernelFunction);
    });
    this.#pending.clear();
  }

  get(key: string): KernelFunction {
    const kernel = this.#compiled.get(key);
    if (!kernel) throw new Error(`kernel not compiled: ${key}`);
    return kernel;
  }
}
