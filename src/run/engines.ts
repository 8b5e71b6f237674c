import { INSTALL_ONNX_RUNTIME, onnxRuntimeVersion } from '../engine/onnx/runtime-version.ts';
import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';

/** The command that adds what an engine needs here; `null` if none does, `undefined` if nothing is missing. */
type Missing = () => { readonly thing: string; readonly command: string } | null | undefined;

const embedded: Missing = () => undefined;
const absent: Missing = () => null;

const MISSING: Readonly<Record<string, Missing>> = {
  wasm: embedded,
  reference: embedded,
  'onnx-cpu': () =>
    onnxRuntimeVersion() === undefined
      ? { thing: 'onnxruntime-node', command: INSTALL_ONNX_RUNTIME }
      : undefined,
  'onnx-webgpu': absent,
  'onnx-cuda': absent,
  tfjs: absent,
};

/** All engine names of the command line, available here or not. */
export const ENGINES: readonly string[] = ['auto', ...Object.keys(MISSING)];

/** Engines that this installation can run: looks for the packages that they need. */
export function availableEngines(): string[] {
  return Object.keys(MISSING).filter((name) => MISSING[name]!() === undefined);
}

/** The engine that a name stands for: `auto` is the embedded default. Throws {@link InputError} on any not available. */
export function resolveEngine(name: string): string {
  if (name === 'auto') return 'wasm';
  if (!Object.hasOwn(MISSING, name)) {
    const near = nearest(name, ENGINES);
    throw new InputError(
      `unknown engine '${name}'${near === undefined ? '' : `, did you mean ${near}?`} (one of ${ENGINES.join(', ')})`,
    );
  }
  const missing = MISSING[name]!();
  if (missing === undefined) return name;
  throw new InputError(
    missing === null
      ? `engine '${name}' is not in this installation: use --engine ${availableEngines().join(' or ')}`
      : `engine '${name}' needs ${missing.thing}, which is not installed: ${missing.command}`,
  );
}
