import type { Feed } from '../../src/engine/engine.ts';
import { type ComputedOp, kernelOf } from '../../src/engine/reference/kernels.ts';
import { ancestors } from '../../src/graph/graph.ts';
import type { Node, PoolAttrs } from '../../src/graph/op.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { windowPixels } from './oracle.ts';

/** Half the distance between float32 numbers near 1: the relative error of one operation. */
export const UNIT = 2 ** -24;

/** A value in float64, and how far from it a float32 engine may be if each operation rounds each of its terms once. */
export interface Ball {
  readonly value: Float64Array;
  readonly radius: Float64Array;
}

/** The balls of nodes: the reference's values, with a rigorous bound of float32's errors carried along. */
export function ballsOf(nodes: readonly Node[], feed: Feed): Map<Node, Ball> {
  const balls = new Map<Node, Ball>();
  for (const node of ancestors(nodes)) {
    if (node.op === 'input' || node.op === 'parameter') {
      const value = Float64Array.from(feed(node as Node<'input'>));
      balls.set(node, { value, radius: new Float64Array(value.length) });
    } else {
      const inputs = node.inputs.map((input) => balls.get(input)!);
      const run = (values: readonly Float64Array[]) => kernelOf(node.op as ComputedOp)(node, values);
      const value = run(inputs.map((ball) => ball.value));
      balls.set(node, { value, radius: radiusOf(node, value, inputs, run) });
    }
  }
  return balls;
}

/** How many products or terms are added up in one element. */
function termsOf(node: Node): number {
  const [a, b] = node.inputs as [Node, Node];
  switch (node.op) {
    case 'conv2d':
      return sizeOf(b.shape.slice(0, 3));
    case 'conv2dInputGrad':
      return b.shape[0]! * b.shape[1]! * b.shape[3]!;
    case 'conv2dWeightGrad':
      return sizeOf(b.shape.slice(0, 3));
    case 'matmul':
      return a.shape.at((node as Node<'matmul'>).attrs.transposeA ? -2 : -1)!;
    case 'sum':
      return sizeOf(a.shape) / sizeOf(node.shape);
    case 'cumsum':
      return a.shape[0]!;
    case 'avgPool':
    case 'avgPoolGrad':
    case 'maxPoolGrad': {
      const [y, x] = (node as Node<'avgPool'>).attrs.size;
      return y * x;
    }
    default:
      return 1;
  }
}

type Run = (values: readonly Float64Array[]) => Float64Array;

function radiusOf(node: Node, value: Float64Array, inputs: readonly Ball[], run: Run): Float64Array {
  const outer = inputs.map(({ value: v, radius }) => v.map((x, i) => Math.abs(x) + radius[i]!));
  const inner = inputs.map(({ value: v }) => v.map(Math.abs));
  const rounding = (termsOf(node) + 4) * UNIT;
  const [x, r] = [inputs[0]?.value, inputs[0]?.radius];
  const each = (bound: (x: number, r: number, y: number) => number) =>
    value.map((y, i) => bound(x![i]!, r![i]!, y) + 4 * UNIT * Math.abs(y));
  switch (node.op) {
    case 'constant':
      return value.map((y) => UNIT * Math.abs(y));
    case 'detach':
    case 'broadcast':
    case 'reshape':
    case 'transpose':
    case 'slice':
    case 'pad':
    case 'concat':
    case 'stretch':
    case 'maxPool':
      return run(inputs.map(({ radius }) => radius));
    case 'shift': {
      const { offset } = (node as Node<'shift'>).attrs;
      return each((a, ra, y) => ra + UNIT * (Math.abs(offset) + Math.abs(a) + ra + Math.abs(y)));
    }
    case 'scale': {
      const factor = Math.abs((node as Node<'scale'>).attrs.factor);
      return outer[0]!.map((a, i) => factor * (r![i]! + rounding * a));
    }
    case 'add':
    case 'sum':
    case 'cumsum':
    case 'avgPool':
    case 'avgPoolGrad':
    case 'mul':
    case 'matmul':
    case 'conv2d':
    case 'conv2dInputGrad':
    case 'conv2dWeightGrad': {
      // Largest possible size of the terms, less what they have: exact for sums and for products.
      const [most, own] = [run(outer), run(inner)];
      return most.map((m, i) => Math.max(0, m - own[i]!) + rounding * m + 1e-15 * m);
    }
    case 'exp':
      return each((_, ra, y) => y * Math.expm1(ra));
    // Polynomials stand for these two in fast libraries: good to some units of 1, not of the result.
    case 'erf':
      return each((_, ra) => (2 / Math.sqrt(Math.PI)) * ra + 8 * UNIT);
    case 'sigmoid':
      return each((_, ra) => ra / 4 + 8 * UNIT);
    case 'log':
      return each((a, ra) => (a > ra ? -Math.log1p(-ra / a) : Infinity) + 4 * UNIT * Math.abs(Math.log(a)));
    case 'sqrt':
      return each((a, ra, y) => (a > ra ? y - Math.sqrt(a - ra) : Math.sqrt(Math.max(0, a) + ra)));
    case 'reciprocal':
      return each((a, ra) => (Math.abs(a) > ra ? 1 / (Math.abs(a) - ra) - 1 / Math.abs(a) : Infinity));
    case 'abs':
    case 'relu':
      return r!;
    case 'step':
      return each((a, ra) => Number(ra > 0 && Math.abs(a) <= ra));
    case 'sign':
      return each((a, ra) => (ra > 0 && Math.abs(a) <= ra ? 2 : 0));
    case 'variance':
      return varianceRadius(value, outer[0]!, x!, r!);
    case 'covariance':
      return covarianceRadius(value, outer, inputs);
    case 'logSoftmax': {
      const worst = r!.reduce((a, b) => Math.max(a, b), 0);
      const largest = outer[0]!.reduce((a, b) => Math.max(a, b), 1);
      return value.map((y) => 2 * worst + 4 * UNIT * (largest + Math.abs(y)));
    }
    case 'agreement':
      return agreementRadius(node, x!, r!);
    case 'maxPoolGather':
    case 'maxPoolGrad':
      return maxPoolRadius(node as Node<'maxPoolGather'>, inputs as [Ball, Ball], rounding);
    default:
      throw new Error(`no bound for ${node.op}`);
  }
}

/**
 * Of one pass, the mean of squares less the squared mean, of the numbers or of what they are more than the channel's first:
 * both sums round each term, and at most every addition.
 */
function varianceRadius(
  value: Float64Array,
  outer: Float64Array,
  x: Float64Array,
  r: Float64Array,
): Float64Array {
  const channels = value.length;
  const rows = x.length / channels;
  const out = new Float64Array(channels);
  const mean = new Float64Array(channels);
  for (let i = 0; i < x.length; i += 1) mean[i % channels]! += x[i]! / rows;
  for (let i = 0; i < x.length; i += 1) {
    const off = Math.abs(x[i]! - mean[i % channels]!);
    const term = Math.max(outer[i]!, Math.abs(x[i]! - x[i % channels]!)) ** 2;
    out[i % channels]! += (2 * off * r[i]! + r[i]! ** 2 + 3 * (rows + 4) * UNIT * term) / rows;
  }
  return out.map((o, c) => o + 4 * UNIT * value[c]!);
}

/** As of a variance, with the largest terms of a channel for all: of products of means nothing closer can be said. */
function covarianceRadius(
  value: Float64Array,
  outer: readonly Float64Array[],
  inputs: readonly Ball[],
): Float64Array {
  const channels = value.length;
  const rows = outer[0]!.length / channels;
  const [a, b] = inputs.map(({ value: x, radius }, k) => {
    const term = new Float64Array(channels);
    const unsure = new Float64Array(channels);
    for (let i = 0; i < x.length; i += 1) {
      const c = i % channels;
      term[c] = Math.max(term[c]!, outer[k]![i]!, Math.abs(x[i]! - x[c]!));
      unsure[c] = Math.max(unsure[c]!, radius[i]!);
    }
    return { term, unsure };
  }) as [Record<'term' | 'unsure', Float64Array>, Record<'term' | 'unsure', Float64Array>];
  return value.map((y, c) => {
    const [ta, tb, ra, rb] = [a.term[c]!, b.term[c]!, a.unsure[c]!, b.unsure[c]!];
    return 2 * (ta * rb + tb * ra + ra * rb) + 4 * (rows + 4) * UNIT * ta * tb + 4 * UNIT * Math.abs(y);
  });
}

/** In how many elements two samples may change sides. */
function agreementRadius(node: Node, x: Float64Array, r: Float64Array): Float64Array {
  const batch = node.shape[0]!;
  const size = x.length / batch;
  const unsure = (n: number, k: number) =>
    r[n * size + k]! > 0 && Math.abs(x[n * size + k]!) <= r[n * size + k]!;
  return Float64Array.from({ length: batch * batch }, (_, at) => {
    const [i, j] = [Math.floor(at / batch), at % batch];
    if (i === j) return 0;
    return Array.from({ length: size }, (_, k) => Number(unsure(i, k) || unsure(j, k))).reduce(
      (a, b) => a + b,
      0,
    );
  });
}

/** Where two pixels may both be the maximum, either may be taken. */
function maxPoolRadius(
  node: Node<'maxPoolGather'>,
  [x, other]: [Ball, Ball],
  rounding: number,
): Float64Array {
  const [image, second] = node.inputs as [Node, Node];
  const scatter = (node as Node).op === 'maxPoolGrad';
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [, outHeight, outWidth] = (scatter ? second : node).shape as [number, number, number];
  const out = new Float64Array(sizeOf(node.shape));
  for (let at = 0; at < batch * outHeight * outWidth * channels; at += 1) {
    const c = at % channels;
    const ox = Math.floor(at / channels) % outWidth;
    const oy = Math.floor(at / (channels * outWidth)) % outHeight;
    const n = Math.floor(at / (channels * outWidth * outHeight));
    const pixels = windowPixels(image.shape, node.attrs as PoolAttrs, oy, ox).map(
      ([y, column]) => ((n * height + y!) * width + column!) * channels + c,
    );
    const floor = Math.max(...pixels.map((p) => x.value[p]! - x.radius[p]!));
    const likely = pixels.filter((p) => x.value[p]! + x.radius[p]! >= floor);
    if (scatter) {
      const size = Math.abs(other.value[at]!) + other.radius[at]!;
      const share = likely.length > 1 ? size : other.radius[at]!;
      for (const p of likely) out[p]! += share + rounding * size;
    } else {
      const seen = likely.map((p) => other.value[p]!);
      out[at] = Math.max(...seen) - Math.min(...seen) + Math.max(...likely.map((p) => other.radius[p]!));
    }
  }
  return out;
}
