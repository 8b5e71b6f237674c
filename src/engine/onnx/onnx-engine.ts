import type { InferenceSession } from 'onnxruntime-node';
import type { AsyncEngine } from '../engine.ts';
import { type OpenSession, sessionsOn } from './open-session.ts';
import { compileProgram, type Runtime } from './program.ts';

/** The providers of ONNX Runtime that compute here. */
export type OnnxProvider = 'cpu' | 'webgpu' | 'cuda';

export interface OnnxOptions {
  /** The processor unless given. */
  readonly provider?: OnnxProvider;
  /** Which GPU, for `cuda`. */
  readonly device?: number;
  /** Told once where operations fall back on the processor. */
  readonly note?: (text: string) => void;
  /** ONNX Runtime itself; another one in tests. */
  readonly runtime?: Runtime;
}

/** More optimisation, or more threads, would take as long to prepare a network as they save in its one run. */
const SESSION = {
  graphOptimizationLevel: 'basic',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
} as const satisfies InferenceSession.SessionOptions;

/**
 * ONNX Runtime, loaded when called: each network becomes one ONNX model. On a GPU the runs of a thread follow one another,
 * while the session of the next network is made.
 * @throws {Error} where onnxruntime-node is not installed
 */
export async function openOnnxEngine(options: OnnxOptions = {}): Promise<AsyncEngine> {
  const { provider = 'cpu', device, note = () => {}, runtime = await import('onnxruntime-node') } = options;
  // Warnings would go to the standard error of the program that uses this library.
  runtime.env.logLevel = 'fatal';
  const chosen = device === undefined ? { name: provider } : { name: provider, deviceId: device };
  const session = { ...SESSION, executionProviders: [chosen] as InferenceSession.ExecutionProviderConfig[] };
  const open: OpenSession = sessionsOn(runtime, session, provider === 'cpu' ? undefined : note);
  return {
    id: `onnx-${provider}`,
    details: { precision: 'float32', onnxruntime: runtime.env.versions.node! },
    compile: (outputs) => compileProgram(outputs, runtime, open),
  };
}
