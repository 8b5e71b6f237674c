import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';
import type { EngineDefinition } from './engines/definition.ts';
import { reference, wasm } from './engines/embedded.ts';
import { onnxCpu, onnxCuda, onnxWebgpu } from './engines/onnx.ts';
import { tfjs } from './engines/tfjs.ts';

/** Every engine, in the order in which tables show them. */
export const ENGINE_DEFINITIONS: readonly EngineDefinition[] = [
  wasm,
  onnxWebgpu,
  onnxCuda,
  onnxCpu,
  tfjs,
  reference,
];

/**
 * What `auto` stands for, whatever is installed: a table goes on, and its shards join, on a machine with other engines;
 * a GPU is chosen by name.
 */
export const AUTO = wasm;

/** All engine names of the command line, available here or not. */
export const ENGINES: readonly string[] = ['auto', ...ENGINE_DEFINITIONS.map(({ name }) => name)];

/** The definition of an engine by its own name. */
export function findEngine(name: string): EngineDefinition {
  const found = ENGINE_DEFINITIONS.find((engine) => engine.name === name);
  if (found !== undefined) return found;
  const near = nearest(name, ENGINES);
  throw new InputError(
    `unknown engine '${name}'${near === undefined ? '' : `, did you mean ${near}?`} (one of ${ENGINES.join(', ')})`,
  );
}

/**
 * The engine that a name stands for, if it can run here.
 * @param device what `--device` says
 * @throws {InputError} on an unknown engine, one that is not installed, or a device that is not there
 */
export function resolveEngine(name: string, device?: number): EngineDefinition {
  const engine = name === 'auto' ? AUTO : findEngine(name);
  const found = engine.look();
  if (!found.available) {
    const mend = found.command ?? `use --engine ${AUTO.name}`;
    throw new InputError(`engine '${engine.name}' is not available: ${found.reason}: ${mend}`);
  }
  if (device !== undefined) requireDevice(engine, device);
  return engine;
}

/** An engine that is installed, and yet does not run: a missing driver, a device that is not there. */
export function doesNotStart(name: string, why: string, cause?: unknown): InputError {
  const line = why.trim().split('\n')[0]!;
  return new InputError(`engine '${name}' does not start here: ${line} (nasprobe doctor says more)`, {
    cause,
  });
}

function requireDevice(engine: EngineDefinition, device: number): void {
  if (engine.devices === undefined) {
    const having = ENGINE_DEFINITIONS.filter(({ devices }) => devices !== undefined).map(({ name }) => name);
    throw new InputError(
      `engine '${engine.name}' has no devices to choose from: leave --device out, or use --engine ${having.join(' or ')}`,
    );
  }
  const devices = engine.devices();
  // Where they cannot be listed, the engine itself refuses a wrong one.
  if (devices === undefined || devices.some(({ index }) => index === device)) return;
  const known = devices.map(({ index, name }) => `${index} (${name})`).join(', ');
  throw new InputError(
    `engine '${engine.name}' has no device ${device}: ${known === '' ? 'none is found here, nasprobe doctor says what is missing' : `choose from ${known}`}`,
  );
}
