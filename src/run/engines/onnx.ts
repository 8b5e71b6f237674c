import { LOWERINGS } from '../../engine/onnx/lowerings.ts';
import { openOnnxEngine } from '../../engine/onnx/onnx-engine.ts';
import {
  ADD_CUDA,
  hasCudaProvider,
  INSTALL_ONNX_CUDA,
  INSTALL_ONNX_RUNTIME,
  onnxRuntimeVersion,
} from '../../engine/onnx/runtime-version.ts';
import { cudaDevices } from './cuda-devices.ts';
import type { Availability, EngineDefinition } from './definition.ts';
import { chooseVulkanDriver, vulkanDrivers } from './vulkan-drivers.ts';

function look(): Availability {
  const version = onnxRuntimeVersion();
  return version === undefined
    ? { available: false, reason: 'onnxruntime-node is not installed', command: INSTALL_ONNX_RUNTIME }
    : { available: true, packages: { 'onnxruntime-node': version } };
}

const supports: EngineDefinition['supports'] = (op) =>
  op === 'input' || op === 'parameter' || Object.hasOwn(LOWERINGS, op) ? 'own' : undefined;

/** Each thread has the session of its next network made ahead; more would only take memory of the device. */
const IN_FLIGHT = 2;

export const onnxCpu: EngineDefinition = {
  name: 'onnx-cpu',
  title: 'ONNX Runtime on the processor',
  precision: 'float32',
  whyNotDeterministic: 'it chooses its kernels by the processor',
  look,
  supports,
  open: () => openOnnxEngine(),
};

export const onnxWebgpu: EngineDefinition = {
  name: 'onnx-webgpu',
  title: 'ONNX Runtime on any GPU',
  precision: 'float32',
  whyNotDeterministic: 'each GPU rounds in its own way',
  // A second thread on its device ends the process (onnxruntime-node 1.30).
  sharedDevice: { workers: 1, mostWorkers: 1, inFlight: IN_FLIGHT },
  look,
  devices: vulkanDrivers,
  choose: chooseVulkanDriver,
  mend: "needs a GPU and its driver (Debian: mesa-vulkan-drivers); to try it without, Debian's chromium brings a renderer",
  supports,
  open: ({ note }) => openOnnxEngine({ provider: 'webgpu', note }),
};

export const onnxCuda: EngineDefinition = {
  name: 'onnx-cuda',
  title: 'ONNX Runtime on NVIDIA GPUs',
  precision: 'float32',
  whyNotDeterministic: 'each GPU rounds in its own way',
  // Two threads lay networks down while the device computes.
  sharedDevice: { workers: 2, inFlight: IN_FLIGHT },
  look() {
    const runtime = look();
    if (!runtime.available) return { ...runtime, command: INSTALL_ONNX_CUDA };
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      return {
        available: false,
        reason: 'onnxruntime-node has CUDA on linux-x64 only; onnx-webgpu runs here',
      };
    }
    return hasCudaProvider()
      ? runtime
      : {
          available: false,
          reason: "onnxruntime-node's CUDA libraries are not installed",
          command: ADD_CUDA,
        };
  },
  devices: () => cudaDevices(),
  mend: 'needs an NVIDIA GPU with its driver, CUDA 12 and cuDNN 9',
  supports,
  open: ({ device, note }) =>
    openOnnxEngine({ provider: 'cuda', note, ...(device === undefined ? {} : { device }) }),
};
