export { readSafetensors } from './read-safetensors.ts';
export type { Dtype, Tensor } from './tensor.ts';
export { type WritableTensor, writeSafetensors } from './write-safetensors.ts';
