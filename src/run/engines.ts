import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';

/** Engines that this installation can run. */
export const AVAILABLE_ENGINES: readonly string[] = ['wasm', 'reference'];

/** All engine names of the command line, available here or not. */
export const ENGINES: readonly string[] = [
  'auto',
  ...AVAILABLE_ENGINES,
  'onnx-cpu',
  'onnx-webgpu',
  'onnx-cuda',
  'tfjs',
];

/** The engine that a name stands for: `auto` is the embedded default. Throws {@link InputError} on any not available. */
export function resolveEngine(name: string): string {
  if (name === 'auto') return 'wasm';
  if (AVAILABLE_ENGINES.includes(name)) return name;
  if (ENGINES.includes(name)) {
    throw new InputError(
      `engine '${name}' is not in this installation: use --engine ${AVAILABLE_ENGINES.join(' or ')}`,
    );
  }
  const near = nearest(name, ENGINES);
  throw new InputError(
    `unknown engine '${name}'${near === undefined ? '' : `, did you mean ${near}?`} (one of ${ENGINES.join(', ')})`,
  );
}
