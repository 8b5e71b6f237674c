import { createRequire } from 'node:module';

/** Adds ONNX Runtime; its install script would only download CUDA libraries, which the processor does not need. */
export const INSTALL_ONNX_RUNTIME = 'npm install --ignore-scripts onnxruntime-node@1';

/**
 * The version of the onnxruntime-node that would be loaded, which is not loaded for it; undefined where none is
 * installed.
 * @param from the module that would load it; another one in tests
 */
export function onnxRuntimeVersion(from = import.meta.url): string | undefined {
  const require = createRequire(from);
  try {
    return (require('onnxruntime-node/package.json') as { version: string }).version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
