import type { Node, PoolAttrs } from '../../graph/op.ts';
import { type Emitter, IMAGES, type Value } from './emitter.ts';
import type { Lowering } from './lowering.ts';

/** The maxima of windows [batch, channels, y, x], and their places among an image's pixels. */
interface Peaks {
  readonly values: string;
  readonly places: string;
}

/**
 * Goes through the windows' pixels one after the other. ONNX's own MaxPool passes over NaN, which here counts as the
 * largest, and does not say which of equal maxima it takes, which here is the first.
 */
function peaksOf(x: Node, pooled: readonly [number, number], attrs: PoolAttrs, emitter: Emitter): Peaks {
  const { size, stride, padding } = attrs;
  const { model } = emitter;
  const [height, width] = [x.shape[1]!, x.shape[2]!];
  const placesFrom = (rowOf: (y: number) => number, columnOf: (x: number) => number) =>
    model.integers(
      Array.from({ length: pooled[0] * pooled[1] }, (_, i) => {
        const [row, column] = [rowOf(Math.floor(i / pooled[1])), columnOf(i % pooled[1])];
        return Math.min(row, height - 1) * width + Math.min(column, width - 1);
      }),
      pooled,
    );
  const [top, left, bottom, right] = padding;
  const framed = model.apply('Pad', [
    emitter.inOrder(x, IMAGES),
    model.integers([0, 0, top, left, 0, 0, bottom, right]),
    model.scalar(-Infinity),
  ]);
  let values = model.scalar(-Infinity);
  // Where nothing is above -Infinity, the first pixel inside the image.
  let places = placesFrom(
    (y) => Math.max(y * stride[0] - top, 0),
    (x) => Math.max(x * stride[1] - left, 0),
  );
  for (let row = 0; row < size[0]; row += 1) {
    for (let column = 0; column < size[1]; column += 1) {
      const start = [row, column];
      const end = [row + (pooled[0] - 1) * stride[0] + 1, column + (pooled[1] - 1) * stride[1] + 1];
      const candidate = model.apply('Slice', [
        framed,
        ...[start, end, [2, 3], stride].map((part) => model.integers(part)),
      ]);
      const notAbove = model.apply('LessOrEqual', [candidate, values]);
      const isNumber = model.apply('Equal', [values, values]);
      const better = model.apply('And', [model.apply('Not', [notAbove]), isNumber]);
      values = model.apply('Where', [better, candidate, values]);
      const here = placesFrom(
        (y) => Math.max(y * stride[0] + row - top, 0),
        (x) => Math.max(x * stride[1] + column - left, 0),
      );
      places = model.apply('Where', [better, here, places]);
    }
  }
  return { values, places };
}

const imagesOf = (node: Node, name: string): Value => ({
  name,
  order: IMAGES,
  dims: IMAGES.map((axis) => node.shape[axis]!),
});

const extentOf = (node: Node): [number, number] => [node.shape[1]!, node.shape[2]!];

export const maxPool: Lowering<'maxPool'> = (node, emitter) =>
  imagesOf(node, peaksOf(node.inputs[0]!, extentOf(node), node.attrs, emitter).values);

export const maxPoolGather: Lowering<'maxPoolGather'> = (node, emitter) => {
  const [x, source] = node.inputs as [Node, Node];
  const { places } = peaksOf(x, extentOf(node), node.attrs, emitter);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns] = extentOf(node);
  const pixels = emitter.reshaped(emitter.inOrder(source, IMAGES), [batch, channels, height * width]);
  const wanted = emitter.reshaped(places, [batch, channels, rows * columns]);
  const found = emitter.model.apply('GatherElements', [pixels, wanted], { axis: 2 });
  return imagesOf(node, emitter.reshaped(found, [batch, channels, rows, columns]));
};

export const maxPoolGrad: Lowering<'maxPoolGrad'> = (node, emitter) => {
  const [x, gradient] = node.inputs as [Node, Node];
  const [rows, columns] = extentOf(gradient);
  const { places } = peaksOf(x, [rows, columns], node.attrs, emitter);
  const { model } = emitter;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const zeros = model.apply('Expand', [model.scalar(0), model.integers([batch, channels, height * width])]);
  const inputs = [places, emitter.inOrder(gradient, IMAGES)].map((name) =>
    emitter.reshaped(name, [batch, channels, rows * columns]),
  );
  const sums = model.apply('ScatterElements', [zeros, ...inputs], { axis: 2, reduction: 'add' });
  return imagesOf(node, emitter.reshaped(sums, [batch, channels, height, width]));
};
