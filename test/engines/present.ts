import type { AsyncEngine, Engine } from '../../src/engine/engine.ts';
import { openOnnxEngine } from '../../src/engine/onnx/onnx-engine.ts';
import { onnxRuntimeVersion } from '../../src/engine/onnx/runtime-version.ts';
import { BINDINGS, installedBindings } from '../../src/engine/tfjs/bindings.ts';
import { openTfjsEngine } from '../../src/engine/tfjs/tfjs-engine.ts';

/** An engine that is held to the reference wherever it can be had. */
export interface Candidate {
  readonly name: string;
  /** With the reason where it is left out. */
  readonly title: string;
  readonly isHere: boolean;
  open(): Promise<Engine | AsyncEngine>;
}

function candidate(name: string, lacks: string | undefined, open: Candidate['open']): Candidate {
  const title = lacks === undefined ? name : `${name} (skipped: ${lacks})`;
  return { name, title, isHere: lacks === undefined, open };
}

const installed = installedBindings().map(({ binding }) => binding);

/** The engines that lend themselves to a library, available here or not. */
export const CANDIDATES: readonly Candidate[] = [
  candidate(
    'onnx-cpu',
    onnxRuntimeVersion() === undefined ? 'onnxruntime-node is not installed' : undefined,
    openOnnxEngine,
  ),
  ...BINDINGS.map((binding) =>
    candidate(
      `tfjs, ${binding.module}`,
      installed.includes(binding) ? undefined : `${binding.module} is not installed`,
      () => openTfjsEngine([binding]),
    ),
  ),
];
