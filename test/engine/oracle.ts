import type { Node, OpAttrs, OpName, PoolAttrs } from '../../src/graph/op.ts';
import { type Shape, sizeOf } from '../../src/graph/shape.ts';

type Index = readonly number[];
/** A tensor as a function of its indices. */
type Read = (...index: number[]) => number;
/** The definition of an operation: the element at an index of the result. */
type Definition<K extends OpName> = (node: Node<K>, inputs: readonly Read[], index: Index) => number;

export function indexOf(shape: Shape, position: number): number[] {
  const index = new Array<number>(shape.length);
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    index[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}

/** Reads at an index; zero outside, as padding is. */
function reader(values: Float64Array, shape: Shape): Read {
  return (...index) => {
    let position = 0;
    for (const [axis, extent] of shape.entries()) {
      const i = index[axis]!;
      if (!(i >= 0 && i < extent)) return 0;
      position = position * extent + i;
    }
    return values[position]!;
  };
}

function total(count: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += term(i);
  return sum;
}

const total2 = ([rows, columns]: readonly [number, number], term: (y: number, x: number) => number): number =>
  total(rows, (y) => total(columns, (x) => term(y, x)));

const kernelOf = (weight: Node): readonly [number, number] => [weight.shape[0]!, weight.shape[1]!];

/** The pixels of a window that lie in the image, row by row. */
export function windowPixels(
  image: Shape,
  { size, stride, padding }: PoolAttrs,
  oy: number,
  ox: number,
): number[][] {
  const pixels: number[][] = [];
  for (let ky = 0; ky < size[0]; ky += 1) {
    for (let kx = 0; kx < size[1]; kx += 1) {
      const [y, x] = [oy * stride[0] + ky - padding[0], ox * stride[1] + kx - padding[1]];
      if (y >= 0 && y < image[1]! && x >= 0 && x < image[2]!) pixels.push([y, x]);
    }
  }
  return pixels;
}

/** The windows that contain a pixel, each with its pixels. */
function windowsOver(image: Shape, pooled: Shape, attrs: PoolAttrs, y: number, x: number) {
  const found: { oy: number; ox: number; pixels: number[][] }[] = [];
  for (let oy = 0; oy < pooled[1]!; oy += 1) {
    for (let ox = 0; ox < pooled[2]!; ox += 1) {
      const pixels = windowPixels(image, attrs, oy, ox);
      if (pixels.some(([py, px]) => py === y && px === x)) found.push({ oy, ox, pixels });
    }
  }
  return found;
}

const peakOf = (read: Read, n: number, c: number, pixels: number[][]): number[] =>
  pixels.reduce((best, p) => (read(n, p[0]!, p[1]!, c) > read(n, best[0]!, best[1]!, c) ? p : best));

const tail = (index: Index, shape: Shape): Index => index.slice(index.length - shape.length);

const divisorOf = ({ countIncludePad, size }: OpAttrs['avgPool'], pixels: number[][]): number =>
  countIncludePad ? size[0] * size[1] : pixels.length;

/** Each primitive by its definition, one element at a time, in other words than the engines' loops. */
export const DEFINITIONS: { readonly [K in OpName]?: Definition<K> } = {
  add: (node, [a, b], i) => a!(...tail(i, node.inputs[0]!.shape)) + b!(...tail(i, node.inputs[1]!.shape)),
  mul: (node, [a, b], i) => a!(...tail(i, node.inputs[0]!.shape)) * b!(...tail(i, node.inputs[1]!.shape)),
  sum({ attrs: { axes }, inputs: [input] }, [x], index) {
    const summed = axes.map((axis) => input!.shape[axis]!);
    return total(sizeOf(summed), (k) => {
      const [inner, kept] = [indexOf(summed, k), [...index]];
      return x!(...input!.shape.map((_, axis) => (axes.includes(axis) ? inner.shift()! : kept.shift()!)));
    });
  },
  cumsum({ attrs: { reverse }, shape: [images] }, [x], [image, ...rest]) {
    const first = reverse ? image! : 0;
    const past = reverse ? images! : image! + 1;
    return total(past - first, (k) => x!(first + k, ...rest));
  },
  broadcast: ({ attrs }, [x], index) => x!(...index.filter((_, axis) => !attrs.axes.includes(axis))),
  variance({ inputs: [input] }, [x], [c]) {
    const rows = sizeOf(input!.shape.slice(0, -1));
    const at = (row: number) => x!(...indexOf(input!.shape, row * input!.shape.at(-1)! + c!));
    // The mean squared difference of all pairs is twice the variance.
    return total(rows, (i) => total(rows, (j) => (at(i) - at(j)) ** 2)) / (2 * rows * rows);
  },
  covariance({ inputs: [input] }, [x, y], [c]) {
    const rows = sizeOf(input!.shape.slice(0, -1));
    const at = (read: typeof x, row: number) =>
      read!(...indexOf(input!.shape, row * input!.shape.at(-1)! + c!));
    const product = (i: number, j: number) => (at(x, i) - at(x, j)) * (at(y, i) - at(y, j));
    return total(rows, (i) => total(rows, (j) => product(i, j))) / (2 * rows * rows);
  },
  reshape: ({ shape, inputs: [input] }, [x], index) => {
    const position = index.reduce((at, i, axis) => at * shape[axis]! + i, 0);
    return x!(...indexOf(input!.shape, position));
  },
  transpose: ({ attrs: { order } }, [x], index) => x!(...order.map((_, axis) => index[order.indexOf(axis)]!)),
  slice: ({ attrs: { axis, start } }, [x], index) => x!(...index.with(axis, index[axis]! + start)),
  pad: ({ attrs: { axis, before } }, [x], index) => x!(...index.with(axis, index[axis]! - before)),
  stretch({ inputs: [input], attrs: { image } }, [x], [n, y, column, c]) {
    // Before the middle as it is, after it counted from the end, and the middle for all between.
    const from = (axis: 0 | 1, at: number) => {
      const extent = input!.shape[1 + axis]!;
      const fromEnd = image[axis] - at;
      if (at < Math.floor(extent / 2)) return at;
      return fromEnd < Math.ceil(extent / 2) ? extent - fromEnd : Math.floor(extent / 2);
    };
    return x!(n!, from(0, y!), from(1, column!), c!);
  },
  concat({ inputs, attrs: { axis } }, reads, index) {
    let at = index[axis]!;
    let part = 0;
    while (at >= inputs[part]!.shape[axis]!) at -= inputs[part++]!.shape[axis]!;
    return reads[part]!(...index.with(axis, at));
  },
  matmul({ inputs, attrs: { transposeA, transposeB } }, [a, b], index) {
    const [row, column] = index.slice(-2) as [number, number];
    const pair = index.slice(0, -2);
    return total(inputs[0]!.shape.at(transposeA ? -2 : -1)!, (k) => {
      const left = transposeA ? a!(...pair, k, row) : a!(...pair, row, k);
      return left * (transposeB ? b!(...pair, column, k) : b!(...pair, k, column));
    });
  },
  conv2d({ inputs: [, weight], shape, attrs }, [x, w], [n, oy, ox, o]) {
    const ins = weight!.shape[2]!;
    const first = Math.floor(o! / (shape[3]! / attrs.groups)) * ins;
    return total2(kernelOf(weight!), (ky, kx) => {
      const y = oy! * attrs.stride[0] + ky * attrs.dilation[0] - attrs.padding[0];
      const column = ox! * attrs.stride[1] + kx * attrs.dilation[1] - attrs.padding[1];
      return total(ins, (i) => x!(n!, y, column, first + i) * w!(ky, kx, i, o!));
    });
  },
  conv2dInputGrad({ inputs: [gradient, weight], attrs }, [g, w], [n, y, x, c]) {
    const [ins, outs] = [weight!.shape[2]!, gradient!.shape[3]! / attrs.groups];
    const group = Math.floor(c! / ins);
    return total2(kernelOf(weight!), (ky, kx) => {
      const oy = (y! + attrs.padding[0] - ky * attrs.dilation[0]) / attrs.stride[0];
      const ox = (x! + attrs.padding[1] - kx * attrs.dilation[1]) / attrs.stride[1];
      if (!Number.isInteger(oy) || !Number.isInteger(ox)) return 0;
      return total(outs, (o) => g!(n!, oy, ox, group * outs + o) * w!(ky, kx, c! % ins, group * outs + o));
    });
  },
  conv2dWeightGrad({ inputs: [image, gradient], attrs }, [x, g], [ky, kx, i, o]) {
    const [batch, rows, columns, outs] = gradient!.shape as [number, number, number, number];
    const channel = Math.floor(o! / (outs / attrs.groups)) * (image!.shape[3]! / attrs.groups) + i!;
    return total(batch, (n) =>
      total2([rows, columns], (oy, ox) => {
        const y = oy * attrs.stride[0] + ky! * attrs.dilation[0] - attrs.padding[0];
        const column = ox * attrs.stride[1] + kx! * attrs.dilation[1] - attrs.padding[1];
        return x!(n, y, column, channel) * g!(n, oy, ox, o!);
      }),
    );
  },
  avgPool({ inputs: [input], attrs }, [x], [n, oy, ox, c]) {
    const pixels = windowPixels(input!.shape, attrs, oy!, ox!);
    return total(pixels.length, (k) => x!(n!, pixels[k]![0]!, pixels[k]![1]!, c!)) / divisorOf(attrs, pixels);
  },
  avgPoolGrad({ inputs: [gradient], shape, attrs }, [g], [n, y, x, c]) {
    const windows = windowsOver(shape, gradient!.shape, attrs, y!, x!);
    return total(windows.length, (k) => {
      const { oy, ox, pixels } = windows[k]!;
      return g!(n!, oy, ox, c!) / divisorOf(attrs, pixels);
    });
  },
  maxPool({ inputs: [input], attrs }, [x], [n, oy, ox, c]) {
    const pixels = windowPixels(input!.shape, attrs, oy!, ox!);
    return Math.max(...pixels.map(([py, px]) => x!(n!, py!, px!, c!)));
  },
  maxPoolGather({ inputs: [input], attrs }, [x, values], [n, oy, ox, c]) {
    const [y, column] = peakOf(x!, n!, c!, windowPixels(input!.shape, attrs, oy!, ox!));
    return values!(n!, y!, column!, c!);
  },
  maxPoolGrad({ inputs: [input, gradient], attrs }, [x, g], [n, y, column, c]) {
    const windows = windowsOver(input!.shape, gradient!.shape, attrs, y!, column!);
    return total(windows.length, (k) => {
      const [py, px] = peakOf(x!, n!, c!, windows[k]!.pixels);
      return py === y && px === column ? g!(n!, windows[k]!.oy, windows[k]!.ox, c!) : 0;
    });
  },
  logSoftmax({ shape }, [x], [row, k]) {
    return Math.log(Math.exp(x!(row!, k!)) / total(shape[1]!, (j) => Math.exp(x!(row!, j))));
  },
  agreement({ inputs: [input] }, [x], [a, b]) {
    const inner = input!.shape.slice(1);
    return total(sizeOf(inner), (k) => {
      const [p, q] = [x!(a!, ...indexOf(inner, k)), x!(b!, ...indexOf(inner, k))];
      return Number((p > 0 && q > 0) || (p <= 0 && q <= 0));
    });
  },
};

/** A node's value by definition. */
export function byDefinition(node: Node, inputs: readonly Float64Array[]): Float64Array {
  const definition = DEFINITIONS[node.op] as Definition<OpName>;
  const reads = inputs.map((values, i) => reader(values, node.inputs[i]!.shape));
  return Float64Array.from({ length: sizeOf(node.shape) }, (_, i) =>
    definition(node, reads, indexOf(node.shape, i)),
  );
}
