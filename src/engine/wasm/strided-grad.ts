import type { Node, Padding } from '../../graph/op.ts';

/**
 * The pixels of an image, `step` apart along one axis, that a strided convolution reads with the same taps: their gradient
 * is a dense convolution of the outputs' gradient by those taps.
 */
export interface Residue {
  /** The first of the pixels, and how many they are. */
  readonly first: number;
  readonly extent: number;
  /** The last tap that reads them, and how many do, `step` apart; none where the stride is larger than the window. */
  readonly lastTap: number;
  readonly taps: number;
  /** Pixels that the taps read before the gradient's first and behind its last; below zero where they read fewer. */
  readonly before: number;
  readonly after: number;
}

/** Whether the gradient of a convolution's images is made of several dense ones, each by some of the taps. */
export function hasResidues(node: Node<'conv2dInputGrad'>): boolean {
  const { stride, dilation } = node.attrs;
  const [, , perGroup, outs] = node.inputs[1]!.shape;
  const depthwise = perGroup === 1 && outs === node.attrs.groups;
  return !depthwise && stride.some((step) => step > 1) && dilation.every((distance) => distance === 1);
}

/** The residues of both axes; their pairs cover the image. For windows without dilation. */
export function residuesOf(node: Node<'conv2dInputGrad'>): readonly [readonly Residue[], readonly Residue[]] {
  const [gradient, weight] = node.inputs as [Node, Node];
  const { stride, padding, image } = node.attrs;
  const along = (axis: 0 | 1): Residue[] => {
    const [step, pad, pixels] = [stride[axis], padding[axis], image[axis]];
    const [outputs, taps] = [gradient.shape[axis + 1]!, weight.shape[axis]!];
    return Array.from({ length: Math.min(step, pixels) }, (_, first) => {
      const firstTap = (first + pad) % step;
      const count = Math.max(0, Math.ceil((taps - firstTap) / step));
      const lastTap = firstTap + (count - 1) * step;
      const extent = Math.ceil((pixels - first) / step);
      const before = (lastTap - first - pad) / step;
      return { first, extent, lastTap, taps: count, before, after: extent + count - 1 - before - outputs };
    });
  };
  return [along(0), along(1)];
}

/** The border of zeros around the gradient that serves all residues. */
export function stridedGradBorder(node: Node<'conv2dInputGrad'>): Padding {
  const [down, across] = residuesOf(node);
  const most = (residues: readonly Residue[], side: 'before' | 'after') =>
    residues.reduce((width, residue) => (residue.taps > 0 ? Math.max(width, residue[side]) : width), 0);
  return [most(down, 'before'), most(across, 'before'), most(down, 'after'), most(across, 'after')];
}
