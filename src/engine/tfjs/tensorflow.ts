/** TensorFlow.js's core: what every binding offers, whatever it computes on. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');
export type Tensor = import('@tensorflow/tfjs-core').Tensor;
export type Tensor4D = import('@tensorflow/tfjs-core').Tensor4D;
