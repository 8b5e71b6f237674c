import type { Node } from '../../graph/op.ts';
import { type Shape, sizeOf, withoutAxes } from '../../graph/shape.ts';
import { zeros } from '../zeros.ts';
import { aligned } from './arena.ts';
import { borderClearer } from './border.ts';
import { argumentBytes, fusedKernel, fusedKey, turnsOf } from './fused-kernel.ts';
import type { WrittenCluster } from './fused-program.ts';
import { imagesTogether, type ReadPass, type Site, type Step } from './step.ts';
import { type Extents, extentsOf, hasBorder, type Layout, type Tensor } from './tensor.ts';

/** A pass over tensors of one shape; its reductions' values are the host's. */
export interface FusedStep extends Omit<Step, 'prepare'> {
  prepare(site: Site, scratch: number): ReadPass<ReadonlyMap<Node, Float64Array>>;
}

/** Pixels in a row of a pass over tensors that are taken as one long row: short enough for sums in float32. */
const ROW = 64;
/** Of a tensor in a band without sums: what some of its channels leave of a line or a page, the next find at hand. */
const BAND_BYTES = 16384;

/** What a pass reads, writes or adds to. Bytes between neighbouring images, rows and pixels. */
interface Stream {
  readonly tensor: Pick<Tensor, 'base'>;
  readonly strides: readonly [number, number, number];
  /** Images that have a place. */
  readonly held: number;
  /** The same for all pixels of a band. */
  readonly isSteady: boolean;
}

export function fusedStep(
  cluster: WrittenCluster,
  domain: Shape,
  layouts: (node: Node) => Layout,
): FusedStep {
  const { program, operands, stores, sums, reductions } = cluster;
  const rank = domain.length;
  const all = domain.map((_, axis) => axis);
  const carries = operands.some(({ before }) => before);
  const flat = flatExtents(cluster, domain, layouts);
  const extents = flat ?? extentsOf(domain);
  const sumSizes = sums.map(({ axes }, i) => {
    const kept = sizeOf(withoutAxes(domain, axes));
    return program.sums[i]!.total ? 4 * kept : kept;
  });
  const sumStarts = sumSizes.map((_, i) => sumSizes.slice(0, i).reduce((total, size) => total + size, 0));
  const sumBytes = 8 * sumSizes.reduce((total, size) => total + size, 0);
  /** A pixel of zeros, which stands for all of the image before the first. */
  const zeroBytes = carries ? aligned(4 * extents[3]) : 0;

  /** Bytes between neighbours along image, row and column, of something that lacks some axes of the domain. */
  const stridesWithout = (axes: readonly number[], element: number): [number, number, number] => {
    const strides = [0, 0, 0, 0];
    let stride = element;
    for (let axis = rank - 1; axis >= 0; axis -= 1) {
      if (axes.includes(axis)) continue;
      strides[axis + 4 - rank] = stride;
      stride *= domain[axis]!;
    }
    return [strides[0]!, strides[1]!, strides[2]!];
  };
  const flatStrides = (): [number, number, number] => {
    const row = 4 * extents[3] * extents[2];
    return [row * extents[1], row, 4 * extents[3]];
  };
  const tensorStrides = (tensor: Tensor, repeated: readonly number[]) => {
    if (repeated.length > 0) return stridesWithout(repeated, 4);
    return flat ? flatStrides() : tensor.strides;
  };

  return {
    batch: extents[0],
    together: carries ? 1 : imagesTogether(extents[0], (4 * sizeOf(domain)) / extents[0]),
    scratch: sumBytes + zeroBytes + argumentBytes(program),
    prepare(site, scratch) {
      const turns = turnsOf(extents[3], site.simd);
      const kernel = site.kernels.want(fusedKey(program, turns), () => fusedKernel(program, turns));
      const zerosAt = scratch + sumBytes;
      const streams: Stream[] = [
        ...operands.map(({ node, repeated }, i): Stream => {
          const tensor = site.tensor(node);
          const strides = tensorStrides(tensor, repeated);
          const held = repeated.length > 0 ? extents[0] : tensor.held;
          return { tensor, strides, held, isSteady: program.operands[i]!.steady };
        }),
        ...stores.map((node): Stream => {
          const tensor = site.tensor(node);
          const strides = flat ? flatStrides() : tensor.strides;
          return { tensor, strides, held: tensor.held, isSteady: false };
        }),
        ...sums.map(({ axes }, i): Stream => {
          const unit = program.sums[i]!.total ? 32 : 8;
          const strides = flat ? ([0, 0, 0] as const) : stridesWithout(axes, unit);
          const tensor = { base: scratch + 8 * sumStarts[i]! };
          return { tensor, strides, held: extents[0], isSteady: true };
        }),
      ];
      const most = sums.length > 0 ? ROW : Math.floor(BAND_BYTES / (4 * extents[3]));
      const bands = bandsOf(streams, extents, most);
      const block: number[] = [extents[0], bands.count, bands.rows, bands.pixels, 4 * extents[3]];
      /** Where the block lies, in words, and each base in it. */
      const words = (zerosAt + zeroBytes) / 4;
      const bases = streams.map(({ tensor, strides: [image, row, pixel], held }) => {
        const at = words + block.length;
        block.push(tensor.base, image, row * (extents[1] / bands.count), row, pixel);
        return { at, tensor, stride: image, held };
      });
      const advancing = bases.filter(({ stride }) => stride > 0);
      /** Where in the block the images before are, and where they lie. */
      const carried = operands.flatMap(({ node, before }, i) => {
        const at = bases[i]!.at;
        return before
          ? { at, tensor: site.tensor(node), strides: block.slice(at - words + 1, at - words + 5) }
          : [];
      });
      const clears = stores.map((node) => borderClearer(site.tensor(node), site.kernels));
      const readSum = (i: number): Float64Array => {
        const start = scratch / 8 + sumStarts[i]!;
        const { f64 } = site.memory;
        const size = sumSizes[i]!;
        if (!program.sums[i]!.total) {
          const channels = zeros(size);
          for (let c = 0; c < size; c += 1) channels[c] = f64[start + c]!;
          return channels;
        }
        const totals = zeros(size / 4);
        for (let k = 0; k < totals.length; k += 1) {
          const at = start + 4 * k;
          totals[k] = f64[at]! + f64[at + 1]! + f64[at + 2]! + f64[at + 3]!;
        }
        return totals;
      };
      const rows = sizeOf(domain) / (domain.at(-1) ?? 1);
      return {
        begin() {
          site.memory.f64.fill(0, scratch / 8, (zerosAt + zeroBytes) / 8);
          const { i32 } = site.memory;
          i32.set(block, words);
          for (const { at, tensor } of bases) i32[at] = tensor.base;
        },
        images(first, count) {
          for (const clear of clears) clear(first, count);
          const { i32 } = site.memory;
          i32[words] = count;
          for (const { at, tensor, stride, held } of advancing)
            i32[at] = tensor.base + (first % held) * stride;
          for (const { at, tensor, strides } of carried) {
            i32[at] = first === 0 ? zerosAt : tensor.imageAt(first - 1);
            for (let k = 0; k < strides.length; k += 1) i32[at + 1 + k] = first === 0 ? 0 : strides[k]!;
          }
          kernel.run(4 * words);
        },
        end() {
          const values = new Map<Node, Float64Array>();
          for (const { node, sums: parts } of reductions) {
            values.set(node, reductionOf(node, parts.map(readSum), rows));
          }
          return values;
        },
      };
    },
  };

  /** Whether everything lies as one row of numbers, and is summed over all of them if at all. */
  function flatExtents(written: WrittenCluster, shape: Shape, layout: (node: Node) => Layout) {
    const size = sizeOf(shape);
    // A steady operand is read once a row, so a vector cannot be walked as pixels.
    const plain =
      rank > 1 &&
      size % 4 === 0 &&
      written.operands.every(({ node, repeated }) =>
        repeated.length === 0 ? !hasBorder(layout(node)) : repeated.length === all.length,
      ) &&
      written.stores.every((node) => !hasBorder(layout(node))) &&
      written.sums.every(({ axes }) => axes.length === all.length);
    if (!plain) return null;
    const widths = [16, 8, 4];
    const batch = shape.length === 4 ? shape[0]! : 1;
    for (const images of [batch, 1]) {
      const pixel = widths.find((width) => size % (width * ROW * images) === 0);
      if (pixel) return [images, size / (pixel * ROW * images), ROW, pixel] as const;
      if (carries) return null;
    }
    const pixel = widths.find((width) => size % width === 0)!;
    return [1, 1, size / pixel, pixel] as const;
  }
}

/** Bands of so many rows of an image, in one piece where no row has a border. */
interface Bands {
  readonly count: number;
  readonly rows: number;
  readonly pixels: number;
}

/** As many rows as are no more than `most` pixels, and over which nothing changes that a band has once. */
function bandsOf(streams: readonly Stream[], [, height, width]: Extents, most: number): Bands {
  const isStill = streams.every(({ isSteady, strides: [, row] }) => !isSteady || row === 0);
  let rows = isStill ? Math.max(1, Math.min(height, Math.floor(most / width))) : 1;
  while (height % rows !== 0) rows -= 1;
  const isGapless = streams.every(
    ({ isSteady, strides: [, row, pixel] }) => isSteady || row === width * pixel,
  );
  const count = height / rows;
  return isGapless ? { count, rows: 1, pixels: rows * width } : { count, rows, pixels: width };
}

/** What a reduction comes to: its only sum, or (a variance, a covariance) the mean product less the product of the means. */
function reductionOf(node: Node, sums: readonly Float64Array[], rows: number): Float64Array {
  const products = sums.at(-1)!;
  if (sums.length === 1) return products;
  const [a, b] = [sums[0]!, sums.at(-2)!];
  const least = node.op === 'variance' ? 0 : Number.NEGATIVE_INFINITY;
  const central = zeros(products.length);
  for (let c = 0; c < central.length; c += 1) {
    central[c] = Math.max(least, products[c]! / rows - (a[c]! / rows) * (b[c]! / rows));
  }
  return central;
}
