import { exp } from '../../elementary/exp.ts';
import { ln } from '../../elementary/ln.ts';
import { sizeOf } from '../../graph/shape.ts';
import { zeros } from '../zeros.ts';
import type { Kernel } from './kernel.ts';

export const matmul: Kernel<'matmul'> = (node, [a, b]) => {
  const [rows, columns] = node.shape.slice(-2) as [number, number];
  const { transposeA, transposeB } = node.attrs;
  const inner = node.inputs[0]!.shape.at(transposeA ? -2 : -1)!;
  const [rowA, innerA] = transposeA ? [1, rows] : [inner, 1];
  const [innerB, columnB] = transposeB ? [1, inner] : [columns, 1];
  const out = zeros(sizeOf(node.shape));
  for (let row = 0; row < out.length / columns; row += 1) {
    const pair = Math.floor(row / rows);
    const [atA, atB] = [pair * rows * inner + (row % rows) * rowA, pair * inner * columns];
    for (let column = 0; column < columns; column += 1) {
      let total = 0;
      for (let k = 0; k < inner; k += 1)
        total += a![atA + k * innerA]! * b![atB + k * innerB + column * columnB]!;
      out[row * columns + column] = total;
    }
  }
  return out;
};

export const logSoftmax: Kernel<'logSoftmax'> = (node, [x]) => {
  const [batch, classes] = node.shape as [number, number];
  const out = zeros(batch * classes);
  for (let row = 0; row < batch; row += 1) {
    const logits = x!.subarray(row * classes, (row + 1) * classes);
    const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const total = logits.reduce((acc, logit) => acc + exp(logit - largest), 0);
    for (let k = 0; k < classes; k += 1) out[row * classes + k] = logits[k]! - largest - ln(total);
  }
  return out;
};

export const agreement: Kernel<'agreement'> = (node, [x]) => {
  const batch = node.shape[0]!;
  const size = sizeOf(node.inputs[0]!.shape) / batch;
  const out = zeros(batch * batch);
  for (let i = 0; i < batch; i += 1) {
    for (let j = 0; j < batch; j += 1) {
      let same = 0;
      for (let k = 0; k < size; k += 1) if (x![i * size + k]! > 0 === x![j * size + k]! > 0) same += 1;
      out[i * batch + j] = same;
    }
  }
  return out;
};
