import type { KernelCache } from './kernel-cache.ts';
import { zeroKernel, zeroRowsKernel } from './place-kernel.ts';
import { hasBorder, type Tensor } from './tensor.ts';

/** A function that writes zeros around some images of a tensor; nothing to do where it has no border. */
export function borderClearer(tensor: Tensor, kernels: KernelCache): (first: number, count: number) => void {
  if (!hasBorder(tensor)) return () => {};
  kernels.want('zero', zeroKernel);
  kernels.want('zeroRows', zeroRowsKernel);
  const [image, row, pixel] = tensor.strides;
  const [, rows, columns] = tensor.extents;
  const [, left, , right] = tensor.border;
  const head = tensor.origin;
  const gap = (left + right) * pixel;
  const firstGap = tensor.origin + columns * pixel;
  const tail = tensor.origin + (rows - 1) * row + columns * pixel;
  return (first, count) => {
    const zero = kernels.get('zero');
    const zeroRows = kernels.get('zeroRows');
    for (let n = first; n < first + count; n += 1) {
      const start = tensor.address + n * image;
      zero(start, head);
      if (gap > 0) zeroRows(start + firstGap, gap, rows - 1, row);
      zero(start + tail, image - tail);
    }
  };
}
