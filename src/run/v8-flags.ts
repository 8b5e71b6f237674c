import { setFlagsFromString } from 'node:v8';

/** `(func (result v128) … f32x4.relaxed_madd)`: a module that is valid only where relaxed SIMD is on. */
const RELAXED_MADD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32,
  1, 32, 2, 253, 133, 2, 11,
]);

/** TypeScript declares WebAssembly with the browser's types only, which this project leaves out. */
const webAssembly = (globalThis as unknown as { WebAssembly: { validate(code: Uint8Array): boolean } })
  .WebAssembly;

/**
 * Has every thread collect its short-lived garbage by itself. V8 helps with threads of its own, which is a gain where processors
 * idle; where workers keep all of them busy, two workers wait for each other's helpers. For a process that does nothing else:
 * it is one setting for all threads. (Marking and sweeping alone too would take 70 MB more.)
 *
 * And has all that is made begin among the short-lived. V8 may guess of what a plan is made of that it lives long, and put it with
 * the long-lived at once: there it holds on to what the next architectures make until the whole heap is collected.
 */
export function collectAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--no-allocation-site-pretenuring');
}

/** What WebAssembly can do here. */
export interface WebAssemblyFeatures {
  /** Fused multiply-add may be used. */
  readonly relaxedSimd: boolean;
  /** V8 joins neighbouring 128-bit operations into 256-bit ones. */
  readonly wide: boolean;
}

/** The first Node whose V8 (13.6) joins the operations of whole loops; that of Node 22 leaves ours as they are. */
const WIDE_SINCE = 24;

/**
 * Turns relaxed SIMD (fused multiply-add) on where this Node has it behind a flag, and says whether it may be used.
 * V8's flags are one set a process, read when WebAssembly is first compiled: call it on the main thread before the
 * workers start. Node 20 needs the flag, Node 21 and later have relaxed SIMD on. Deterministic runs never use it.
 * On x64 from Node 24 on it also has V8 join neighbouring vectors, which changes the speed and no result.
 */
export function prepareWebAssembly(deterministic: boolean): WebAssemblyFeatures {
  const node = Number.parseInt(process.versions.node, 10);
  const wide = node >= WIDE_SINCE && process.arch === 'x64';
  if (wide) setFlagsFromString('--experimental-wasm-revectorize');
  if (deterministic) return { relaxedSimd: false, wide };
  if (node === 20) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return { relaxedSimd: webAssembly.validate(RELAXED_MADD), wide };
}
