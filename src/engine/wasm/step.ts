import type { Node } from '../../graph/op.ts';
import type { KernelCache } from './kernel-cache.ts';
import type { EngineMemory } from './memory.ts';
import type { Simd } from './simd.ts';
import type { Tensor } from './tensor.ts';

/** What a step finds when it is made ready to run. */
export interface Site {
  readonly memory: EngineMemory;
  readonly kernels: KernelCache;
  readonly simd: Simd;
  /** Where a node's tensor lies. */
  tensor(node: Node): Tensor;
}

/** A piece of work on tensors in the engine's memory. */
export interface Step {
  /** Bytes of memory that it needs only while it runs. */
  readonly scratch: number;
  /** Asks for its kernels, and gives the function that runs it once they are compiled. */
  prepare(site: Site, scratch: number): () => void;
}
