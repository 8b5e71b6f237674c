import type { Padding, PoolAttrs } from '../graph/op.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { mean } from '../graph/ops/sum.ts';
import { formatShape } from '../graph/shape.ts';
import { padsOf, pairOf } from './conv.ts';
import { axisOf, type Importer, type Site } from './importer.ts';
import { type Activation, activation, IMAGES, images, inOrder, nodeIn, straight } from './value.ts';

function imagesOf(site: Site): Activation {
  const x = site.activation(0);
  if (x.dims.length === 4) return x;
  throw site.refuse(`pools ${formatShape(x.dims)}: networks of images are scored`);
}

/** The window, its padding made long enough for a last one that `ceil_mode` lets hang over the edge. */
function windowOf(site: Site, { dims }: Activation): PoolAttrs & { readonly overhang: boolean } {
  const size = pairOf(site, 'kernel_shape', 0);
  const stride = pairOf(site, 'strides', 1);
  if (pairOf(site, 'dilations', 1).join() !== '1,1') {
    throw site.refuse('has a dilated window, which is not read: export it without');
  }
  const pads = padsOf(site);
  if (pads.some((width, side) => width >= size[side % 2]!)) {
    throw site.refuse(`its padding [${pads}] is as wide as its window: export it again`);
  }
  if (site.integer('ceil_mode', 0) === 0) return { size, stride, padding: pads, overhang: false };
  const after = [0, 1].map((axis) => {
    const [extent, before] = [dims[axis + 2]!, pads[axis]!];
    const span = extent + before + pads[axis + 2]!;
    let windows = Math.ceil((span - size[axis]!) / stride[axis]!) + 1;
    // PyTorch leaves out a window that begins beyond the image.
    if ((windows - 1) * stride[axis]! >= extent + before) windows -= 1;
    return Math.max(pads[axis + 2]!, (windows - 1) * stride[axis]! + size[axis]! - extent - before);
  });
  const padding: Padding = [pads[0], pads[1], after[0]!, after[1]!];
  return { size, stride, padding, overhang: padding.join() !== pads.join() };
}

export const maxPool: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = imagesOf(site);
    const { size, stride, padding } = windowOf(site, x);
    return images(site.net.graph.make('maxPool', [nodeIn(x, IMAGES)], { size, stride, padding }));
  },
};

export const averagePool: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = imagesOf(site);
    const { overhang, ...attrs } = windowOf(site, x);
    const countIncludePad = site.integer('count_include_pad', 0) !== 0;
    if (overhang && countIncludePad) {
      throw site.refuse(
        'counts padding and rounds up (ceil_mode), which is not read: export it with one of them',
      );
    }
    return images(site.net.graph.make('avgPool', [nodeIn(x, IMAGES)], { ...attrs, countIncludePad }));
  },
};

export const globalAveragePool: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = imagesOf(site);
    return overPixels(site, x, true);
  },
};

/** The mean over the pixels: what enters the last one are the network's features. */
function overPixels(site: Site, x: Activation, keep: boolean): Activation {
  const pooled = site.net.globalAvgPool(nodeIn(x, IMAGES));
  const [batch, channels] = pooled.shape as [number, number];
  return keep ? images(reshape(pooled, [batch, 1, 1, channels])) : inOrder(pooled);
}

export const reduceMean: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = site.activation(0);
    const rank = x.dims.length;
    const given =
      site.opset >= 18 && site.input(1) !== undefined ? site.wholes(1) : site.integers('axes', []);
    if (given.length === 0 && site.integer('noop_with_empty_axes', 0) !== 0) return x;
    const over = (given.length === 0 ? straight(rank) : given).map((axis) => axisOf(axis, rank, site));
    if (over.includes(0))
      throw site.refuse('takes a mean over the batch: networks of single images are scored');
    const keep = site.integer('keepdims', 1) !== 0;
    if (rank === 4 && [...over].sort().join() === '2,3') return overPixels(site, x, keep);
    const node = mean(
      x.node,
      over.map((axis) => x.axes.indexOf(axis)),
    );
    const left = x.axes.filter((axis) => !over.includes(axis));
    if (keep) {
      const dims = x.dims.map((extent, axis) => (over.includes(axis) ? 1 : extent));
      return activation(
        reshape(
          node,
          x.axes.map((axis) => dims[axis]!),
        ),
        dims,
        x.axes,
      );
    }
    const order = [...left].sort((a, b) => a - b);
    const dims = order.map((axis) => x.dims[axis]!);
    return activation(
      node,
      dims,
      left.map((axis) => order.indexOf(axis)),
    );
  },
};
