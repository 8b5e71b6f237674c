import type { AsyncEngine } from '../engine.ts';
import { compileProgram } from './program.ts';

/**
 * ONNX Runtime on one thread, loaded when called: each network becomes one ONNX model.
 * @throws {Error} where onnxruntime-node is not installed
 */
export async function openOnnxEngine(): Promise<AsyncEngine> {
  const runtime = await import('onnxruntime-node');
  // Warnings would go to the standard error of the program that uses this library.
  runtime.env.logLevel = 'error';
  const options = {
    executionProviders: ['cpu'],
    // More would take as long to prepare a network as it saves in its one run.
    graphOptimizationLevel: 'basic',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  } as const;
  return {
    id: 'onnx-cpu',
    details: { precision: 'float32', onnxruntime: runtime.env.versions.node! },
    compile: (outputs) => compileProgram(outputs, runtime, options),
  };
}
