import { borderKernel } from './border-kernel.ts';
import type { KernelCache } from './kernel-cache.ts';
import { hasBorder, type Tensor } from './tensor.ts';

/**
 * A function that writes zeros around some images of a tensor; nothing to do where it has no border, or where they come to
 * the places of others, whose border is there.
 */
export function borderClearer(tensor: Tensor, kernels: KernelCache): (first: number, count: number) => void {
  if (!hasBorder(tensor)) return () => {};
  const clear = kernels.want('border', borderKernel);
  const [image, row, pixel] = tensor.strides;
  const [, rows, columns] = tensor.extents;
  const [, left, , right] = tensor.border;
  const gapAt = tensor.origin + columns * pixel;
  const gap = (left + right) * pixel;
  const tailAt = gapAt + (rows - 1) * row;
  return (first, count) => {
    if (first >= tensor.held) return;
    const start = tensor.imageAt(first) - tensor.origin;
    clear.run(start, count, image, tensor.origin, gapAt, gap, rows - 1, row, tailAt, image - tailAt);
  };
}
