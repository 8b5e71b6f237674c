import type { Engine } from '../engine.ts';
import { Beginnings } from './beginnings.ts';
import { KernelCache } from './kernel-cache.ts';
import { EngineMemory } from './memory.ts';
import { compileProgram } from './program.ts';
import { Residents } from './residents.ts';
import { SMALL } from './roles.ts';
import { Templates } from './templates.ts';

export interface WasmOptions {
  /** Uses fused multiply-add, whose last bits may differ between kinds of processor. */
  readonly fusedMultiplyAdd: boolean;
  /** Writes kernels for a V8 that joins neighbouring vectors into 256 bits. Does not change a result. */
  readonly wide?: boolean;
  /** Elements up to which a tensor is computed in float64 outside of WebAssembly; 0 puts the kernels to the test. */
  readonly small?: number;
}

/** WebAssembly SIMD in float32: kernels of our own, written for the shapes at hand, fused, in one planned memory. */
export function createWasmEngine({ fusedMultiplyAdd, wide = false, small = SMALL }: WasmOptions): Engine {
  const memory = new EngineMemory();
  const context = {
    memory,
    kernels: new KernelCache(memory),
    simd: { fused: fusedMultiplyAdd, wide },
    small,
    templates: new Templates(),
    residents: new Residents(),
    beginnings: new Beginnings(),
  };
  return {
    id: 'wasm',
    details: { precision: 'float32', fusedMultiplyAdd },
    compile: (outputs) => compileProgram(outputs, context),
  };
}
