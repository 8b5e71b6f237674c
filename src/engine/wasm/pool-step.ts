import type { AvgPoolAttrs, Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { poolGradBorder } from '../grad-border.ts';
import { borderClearer } from './border.ts';
import { boxSumKernel, maxPoolKernel } from './pool-kernel.ts';
import { imagesTogether, type Step } from './step.ts';
import type { Layout } from './tensor.ts';
import { type Scales, type WindowSource, windowSource } from './window-source.ts';

/** One over how many pixels of the images each window counts, as a product of a factor a row and a factor a column. */
function divisors(
  attrs: AvgPoolAttrs,
  image: readonly [number, number],
  pooled: readonly [number, number],
): Scales {
  const along = (axis: 0 | 1) =>
    Float32Array.from({ length: pooled[axis] }, (_, position) => {
      if (attrs.countIncludePad) return 1 / attrs.size[axis];
      const first = position * attrs.stride[axis] - attrs.padding[axis];
      const inside = Math.min(first + attrs.size[axis], image[axis]) - Math.max(first, 0);
      return 1 / inside;
    });
  return { rows: along(0), columns: along(1) };
}

const extentOf = (node: Node): readonly [number, number] => [node.shape[1]!, node.shape[2]!];

export function avgPoolStep(node: Node<'avgPool'>, layouts: (node: Node) => Layout): Step {
  const input = node.inputs[0]!;
  const source = windowSource(layouts(input), node.attrs.padding);
  const scales = divisors(node.attrs, extentOf(input), extentOf(node));
  return boxSumStep(node, source, node.attrs.size, node.attrs.stride, scales);
}

/** Each pooled gradient, divided by its window's count and spread out, is added to all pixels of the window. */
export function avgPoolGradStep(node: Node<'avgPoolGrad'>, layouts: (node: Node) => Layout): Step {
  const { size, stride, image } = node.attrs;
  const gradient = node.inputs[0]!;
  const scales = divisors(node.attrs, image, extentOf(gradient));
  const source = windowSource(layouts(gradient), poolGradBorder(node), { spread: stride, scales });
  return boxSumStep(node, source, size, [1, 1], null);
}

function boxSumStep(
  node: Node,
  source: WindowSource,
  size: readonly [number, number],
  stride: readonly [number, number],
  scales: Scales | null,
): Step {
  const [, outHeight, outWidth, channels] = node.shape as [number, number, number, number];
  const tables = 4 * (outHeight + outWidth);
  const batch = node.shape[0]!;
  const together = imagesTogether(batch, (4 * sizeOf(node.shape)) / batch);
  return {
    batch,
    together,
    scratch: tables + source.scratch(together),
    prepare(site, scratch) {
      const x = site.tensor(node.inputs[0]!);
      const y = site.tensor(node);
      const { imageAt, fill } = source.prepare(site, x, scratch + tables, together);
      const clear = borderClearer(y, site.kernels);
      const [, row, pixel] = source.strides;
      const options = {
        outHeight,
        outWidth,
        channels,
        kernelY: size[0],
        kernelX: size[1],
        tapX: pixel,
        tapY: row,
        stepX: stride[1] * pixel,
        stepY: stride[0] * row,
        outX: y.strides[2],
        outY: y.strides[1],
        scaled: scales !== null,
        simd: site.simd,
      };
      const key = `boxSum ${JSON.stringify(options)}`;
      const kernel = site.kernels.want(key, () => boxSumKernel(options));
      return {
        begin() {
          if (!scales) return;
          site.memory.f32.set(scales.rows, scratch / 4);
          site.memory.f32.set(scales.columns, scratch / 4 + outHeight);
        },
        images(first, count) {
          fill(first, count);
          clear(first, count);
          for (let n = first; n < first + count; n += 1) {
            kernel.run(imageAt(n), y.imageAt(n), scratch, scratch + 4 * outHeight);
          }
        },
        end() {},
      };
    },
  };
}

const MAX_POOL_KINDS = { maxPool: 'value', maxPoolGather: 'gather', maxPoolGrad: 'scatter' } as const;

export function maxPoolStep(node: Node<'maxPool'> | Node<'maxPoolGather'> | Node<'maxPoolGrad'>): Step {
  const kind = MAX_POOL_KINDS[node.op];
  const image = node.inputs[0]!;
  const pooled = kind === 'scatter' ? node.inputs[1]! : node;
  const { size, stride, padding } = node.attrs;
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [, outHeight, outWidth] = pooled.shape as [number, number, number, number];
  const options = {
    kind,
    height,
    width,
    outHeight,
    outWidth,
    kernelY: size[0],
    kernelX: size[1],
    strideY: stride[0],
    strideX: stride[1],
    top: padding[0],
    left: padding[1],
    channels,
  };
  return {
    batch,
    together: imagesTogether(batch, (4 * sizeOf(image.shape)) / batch),
    scratch: 0,
    prepare(site) {
      const x = site.tensor(image);
      const other = site.tensor(node.inputs[1] ?? image);
      const y = site.tensor(node);
      const key = `maxPool ${JSON.stringify(options)}`;
      const kernel = site.kernels.want(key, () => maxPoolKernel(options));
      return {
        begin() {},
        images(first, count) {
          for (let n = first; n < first + count; n += 1) {
            const to = y.imageAt(n);
            if (kind === 'scatter') site.memory.f32.fill(0, to / 4, (to + y.strides[0]) / 4);
            kernel.run(x.imageAt(n), other.imageAt(n), to);
          }
        },
        end() {},
      };
    },
  };
}
