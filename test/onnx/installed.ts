import { onnxRuntimeVersion } from '../../src/engine/onnx/runtime-version.ts';

/** Tests of this engine are left out, and say so in their title, where onnxruntime-node cannot be resolved. */
export const installed = onnxRuntimeVersion() !== undefined;
export const title = installed ? 'onnx-cpu' : 'onnx-cpu (skipped: onnxruntime-node is not installed)';
