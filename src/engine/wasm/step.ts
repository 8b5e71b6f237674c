import type { Node } from '../../graph/op.ts';
import type { Feed } from '../engine.ts';
import type { KernelCache } from './kernel-cache.ts';
import type { EngineMemory } from './memory.ts';
import type { Residents } from './residents.ts';
import type { Simd } from './simd.ts';
import type { Tensor } from './tensor.ts';

/** What a step finds when it is made ready to run. */
export interface Site {
  readonly memory: EngineMemory;
  readonly kernels: KernelCache;
  readonly simd: Simd;
  readonly residents: Residents;
  /** Where a node's tensor lies. */
  tensor(node: Node): Tensor;
  /** Images of the step's phase that go side by side. */
  readonly group: number;
  /** Memory that a pass has for the length of a call; then it is the next one's. */
  readonly workspace: number;
  /** Memory for what several passes of a phase make of the same tensor's images: the first that asks for a key makes it. */
  shared(node: Node, key: string, bytes: number): { readonly at: number; readonly isFirst: boolean };
}

/** A piece of work on the images of a batch, in parts, so that several can go through the batch side by side. */
export interface Pass {
  /** Before the first image. */
  begin(feed: Feed): void;
  /** A few neighbouring images; the calls follow one another from the first to the last. */
  images(first: number, count: number): void;
  /** After the last image. */
  end(): void;
}

/** A pass whose end gives values for the host. */
export interface ReadPass<Value> extends Omit<Pass, 'end'> {
  end(): Value;
}

/** A piece of work on tensors in the engine's memory. */
export interface Step {
  /** Bytes of memory that it needs from its first image to its last. */
  readonly scratch: number;
  /** Bytes that it needs within a call of its pass; none unless given. */
  readonly workspace?: number;
  /** Images of its batch; 1 where it cannot be divided. */
  readonly batch: number;
  /** Images that it wants together, and gets at each call: a divisor of the batch. */
  readonly together: number;
  /** Asks for its kernels, and gives the pass that runs once they are compiled. */
  prepare(site: Site, scratch: number): Pass;
}

/** Work that cannot be divided, as a pass over one image. */
export const undivided = (run: () => void): Pass => ({ begin() {}, images: run, end() {} });

/** How many images of this many bytes make up a call's worth of work, without filling a cache: a divisor of the batch. */
export function imagesTogether(batch: number, bytes: number): number {
  let images = Math.max(1, Math.min(batch, Math.floor(CALL_BYTES / bytes)));
  while (batch % images !== 0) images -= 1;
  return images;
}

const CALL_BYTES = 32768;
