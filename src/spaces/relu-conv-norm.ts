import type { NetworkBuilder } from '../graph/network.ts';
import type { Node } from '../graph/op.ts';

/**
 * ReLU, a convolution padded to keep the size but for its stride, and batch norm; `sequence` is the checkpoint's name of
 * the three.
 */
export function reluConvNorm(
  net: NetworkBuilder,
  sequence: string,
  x: Node,
  out: number,
  kernel: number,
  stride: number,
): Node {
  const y = net.conv(`${sequence}.1`, net.relu(x), out, kernel, { stride, padding: (kernel - 1) / 2 });
  return net.batchNorm(`${sequence}.2`, y);
}
