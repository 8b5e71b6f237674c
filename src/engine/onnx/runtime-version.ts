import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Adds ONNX Runtime; its install script would only download CUDA libraries, which the processor does not need. */
export const INSTALL_ONNX_RUNTIME = 'npm install --ignore-scripts onnxruntime-node@1';

/** Adds ONNX Runtime with CUDA: its install script downloads the libraries for CUDA 12. */
export const INSTALL_ONNX_CUDA = 'ONNXRUNTIME_NODE_INSTALL=cuda12 npm install onnxruntime-node@1';

/** Adds the CUDA libraries to an ONNX Runtime that was installed without its script. */
export const ADD_CUDA = 'ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node';

/**
 * The version of the onnxruntime-node that would be loaded, which is not loaded for it; undefined where none is
 * installed.
 * @param from the module that would load it; another one in tests
 */
export function onnxRuntimeVersion(from = import.meta.url): string | undefined {
  return manifestOf(from)?.version;
}

/** Whether the CUDA libraries lie beside onnxruntime-node's own. */
export function hasCudaProvider(from = import.meta.url): boolean {
  const path = manifestOf(from)?.path;
  if (path === undefined) return false;
  const libraries = join(dirname(path), 'bin', 'napi-v6', process.platform, process.arch);
  return existsSync(join(libraries, 'libonnxruntime_providers_cuda.so'));
}

function manifestOf(from: string): { readonly version: string; readonly path: string } | undefined {
  const require = createRequire(from);
  try {
    const path = require.resolve('onnxruntime-node/package.json');
    return { path, version: (require(path) as { version: string }).version };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
