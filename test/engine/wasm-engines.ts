import type { Engine, Program } from '../../src/engine/engine.ts';
import { createWasmEngine, type WasmOptions } from '../../src/engine/wasm/wasm-engine.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { abs } from '../../src/graph/ops/abs.ts';
import { prepareWebAssembly } from '../../src/run/v8-flags.ts';

// Before the first compilation, or Node 20 refuses the fused engines' modules.
const { relaxedSimd, wide } = prepareWebAssembly(false);

interface NamedEngine {
  readonly name: string;
  readonly engine: Engine;
}

const variants: readonly [string, WasmOptions][] = [false, ...(relaxedSimd ? [true] : [])].flatMap(
  (fusedMultiplyAdd) => [
    [`fma ${fusedMultiplyAdd}`, { fusedMultiplyAdd, wide }],
    [`fma ${fusedMultiplyAdd}, kernels only`, { fusedMultiplyAdd, wide, small: 0 }],
  ],
);

/** The engine as it is used, with all tensors put through the kernels, and with some of either kind. */
export const wasmEngines: readonly NamedEngine[] = [
  ...variants,
  ['host and kernels mixed', { fusedMultiplyAdd: false, small: 60 }] as const,
  ['wide tiles', { fusedMultiplyAdd: false, wide: true, small: 0 }] as const,
].map(([name, options]) => ({ name, engine: createWasmEngine(options) }));

const POISON = new Float32Array(2 ** 16).fill(Number.NaN);
const poisons = new Map<Engine, Program>();

/** Leaves NaN in the first half megabyte of the engine's memory, as another architecture's failure might. */
export function poison(engine: Engine): void {
  let program = poisons.get(engine);
  if (!program) {
    const x = new Graph().input('poison', [1, 2 ** 4, 2 ** 4, 2 ** 8]);
    program = engine.compile(
      new Map<string, Node>([
        ['x', x],
        ['y', abs(x)],
      ]),
    );
    poisons.set(engine, program);
  }
  program.run(() => POISON);
}
