import { KERNELS } from '../../engine/reference/kernels.ts';
import { referenceEngine } from '../../engine/reference/reference-engine.ts';
import { IN_WEBASSEMBLY } from '../../engine/wasm/roles.ts';
import { createWasmEngine } from '../../engine/wasm/wasm-engine.ts';
import type { OpName } from '../../graph/op.ts';
import { prepareWebAssembly } from '../v8-flags.ts';
import type { EngineDefinition } from './definition.ts';

const FED: ReadonlySet<OpName> = new Set<OpName>(['input', 'parameter']);
const hasLoops = (op: OpName): boolean => FED.has(op) || Object.hasOwn(KERNELS, op);

export const wasm: EngineDefinition = {
  name: 'wasm',
  title: 'own WebAssembly kernels',
  precision: 'float32',
  look: () => ({ available: true, packages: {} }),
  supports(op) {
    if (FED.has(op) || IN_WEBASSEMBLY.has(op)) return 'own';
    return hasLoops(op) ? 'loops' : undefined;
  },
  async open({ deterministic }) {
    const { relaxedSimd, wide } = prepareWebAssembly(deterministic);
    return createWasmEngine({ fusedMultiplyAdd: relaxedSimd, wide });
  },
};

export const reference: EngineDefinition = {
  name: 'reference',
  title: 'plain loops, the truth in tests',
  precision: 'float64',
  look: () => ({ available: true, packages: {} }),
  supports: (op) => (hasLoops(op) ? 'own' : undefined),
  open: async () => referenceEngine,
};
