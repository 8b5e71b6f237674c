import { concat } from '../graph/ops/concat.ts';
import { pad } from '../graph/ops/pad.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { formatShape, type Shape, sizeOf } from '../graph/shape.ts';
import { axisOf, constantOf, type Importer, type Site } from './importer.ts';
import { requireInput, transposedNumbers } from './shapes.ts';
import { activation, inOrder, nodeIn, straight, type Value } from './value.ts';

/** The same elements in ONNX's order under other extents. */
function reshaped(site: Site, value: Value, dims: Shape): Value {
  if (sizeOf(dims) !== sizeOf(value.dims) || dims.some((extent) => extent < 1)) {
    throw site.refuse(`${formatShape(value.dims)} does not become ${formatShape(dims)}: export it again`);
  }
  if (value.kind === 'constant') return { ...value, dims };
  return inOrder(reshape(nodeIn(value, straight(value.dims.length)), dims));
}

/** Passes its input on: of a constant under the result's name. */
export const identity: Importer = {
  homogeneous: 'always',
  import(site) {
    const value = requireInput(site);
    return value.kind === 'constant' ? site.renamed(value, site.node.outputs[0] ?? value.name) : value;
  },
};

export const flatten: Importer = {
  homogeneous: 'always',
  import(site) {
    const value = requireInput(site);
    const rank = value.dims.length;
    const axis = site.integer('axis', 1);
    const at = axis === rank ? rank : axisOf(axis, rank, site);
    return reshaped(site, value, [sizeOf(value.dims.slice(0, at)), sizeOf(value.dims.slice(at))]);
  },
};

export const reshapeImporter: Importer = {
  homogeneous: 'always',
  import(site) {
    const value = requireInput(site);
    const target = site.wholes(1).map((extent, axis) => {
      if (extent === 0 && site.integer('allowzero', 0) === 0) return value.dims[axis] ?? 0;
      // A batch that was fixed when the file was written is ours now.
      const isBatch = axis === 0 && value.kind === 'activation' && value.dims[0] === site.batch;
      return isBatch && extent === site.exportedBatch ? site.batch : extent;
    });
    const known = target.filter((extent) => extent !== -1).reduce((a, b) => a * b, 1);
    const dims = target.map((extent) => (extent === -1 ? sizeOf(value.dims) / known : extent));
    return reshaped(site, value, dims);
  },
};

export const transposeImporter: Importer = {
  homogeneous: 'always',
  import(site) {
    const value = requireInput(site);
    const rank = value.dims.length;
    const perm = site.integers('perm', straight(rank).reverse());
    if ([...perm].sort((a, b) => a - b).join() !== straight(rank).join()) {
      throw site.refuse(`its perm [${perm}] is no order of ${rank} axes: export it again`);
    }
    const dims = perm.map((axis) => value.dims[axis]!);
    if (value.kind === 'activation') {
      return activation(
        value.node,
        dims,
        value.axes.map((axis) => perm.indexOf(axis)),
      );
    }
    let data: Float32Array | Float64Array | undefined;
    return {
      ...value,
      dims,
      data() {
        data ??= transposedNumbers(value.data(), value.dims, perm);
        return data;
      },
    };
  },
};

/** The axes of Squeeze and Unsqueeze: an input since operator set 13, an attribute before. */
const axesOf = (site: Site): readonly number[] =>
  site.opset >= 13 && site.input(1) !== undefined ? site.wholes(1) : site.integers('axes', []);

export const squeeze: Importer = {
  homogeneous: 'always',
  import(site) {
    const value = requireInput(site);
    const rank = value.dims.length;
    const given = axesOf(site).map((axis) => axisOf(axis, rank, site));
    const gone = given.length > 0 ? given : straight(rank).filter((axis) => value.dims[axis] === 1);
    return reshaped(
      site,
      value,
      value.dims.filter((_, axis) => !gone.includes(axis)),
    );
  },
};

export const unsqueeze: Importer = {
  homogeneous: 'always',
  import(site) {
    const value = requireInput(site);
    const given = axesOf(site);
    const rank = value.dims.length + given.length;
    const fresh = given.map((axis) => axisOf(axis, rank, site));
    const extents = value.dims.values();
    const dims = straight(rank).map((axis) => (fresh.includes(axis) ? 1 : (extents.next().value ?? 0)));
    return reshaped(site, value, dims);
  },
};

export const concatImporter: Importer = {
  homogeneous: 'always',
  import(site) {
    const values = site.node.inputs.map((_, index) => requireInput(site, index));
    const first = values[0];
    if (!first) throw site.refuse('joins nothing: export it again');
    const axis = axisOf(site.integer('axis', 0), first.dims.length, site);
    if (first.kind === 'activation') {
      const nodes = values.map((_, index) => nodeIn(site.activation(index), first.axes));
      const total = values.reduce((sum, { dims }) => sum + (dims[axis] ?? 0), 0);
      return activation(concat(nodes, first.axes.indexOf(axis)), first.dims.with(axis, total), first.axes);
    }
    if (first.dims.length !== 1) throw site.refuse('joins known tensors that are no lists: export it again');
    const data = values.flatMap((_, index) => [...site.constant(index).data()]);
    return constantOf([data.length], data, first.isFloat);
  },
};

/** Zeros around; an exporter writes it before pools, mostly of width 0. */
export const padImporter: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = site.activation(0);
    const pads = site.opset >= 11 ? site.wholes(1) : site.integers('pads', []);
    const rank = x.dims.length;
    const fill = site.input(2) === undefined ? 0 : site.constant(2).data()[0];
    const isZeros = site.text('mode', 'constant') === 'constant' && (fill ?? 0) === 0;
    const isWhole = pads.length === 2 * rank && pads.every((width) => width >= 0);
    if (pads.every((width) => width === 0)) return x;
    if (!isZeros || !isWhole || pads[0] !== 0 || pads[rank] !== 0) {
      throw site.refuse('pads by other than zeros around each image, which is not read: export it without');
    }
    const node = straight(rank).reduce(
      (padded, axis) => pad(padded, x.axes.indexOf(axis), pads[axis]!, pads[axis + rank]!),
      x.node,
    );
    return activation(
      node,
      x.dims.map((extent, axis) => extent + pads[axis]! + pads[axis + rank]!),
      x.axes,
    );
  },
};

function part(value: Value, axis: number, start: number, length: number): Value {
  const dims = value.dims.with(axis, length);
  if (value.kind === 'constant') {
    return constantOf(dims, value.data().slice(start, start + length), value.isFloat);
  }
  return activation(slice(value.node, value.axes.indexOf(axis), start, length), dims, value.axes);
}

export const sliceImporter: Importer = {
  homogeneous: 'always',
  import(site) {
    let value = requireInput(site);
    const rank = value.dims.length;
    const byInput = site.opset >= 10;
    const [starts, ends] = byInput
      ? [site.wholes(1), site.wholes(2)]
      : [site.integers('starts', []), site.integers('ends', [])];
    const given = byInput && site.input(3) !== undefined ? site.wholes(3) : site.integers('axes', []);
    const axes = given.length > 0 ? given : straight(starts.length);
    const steps = byInput && site.input(4) !== undefined ? site.wholes(4) : starts.map(() => 1);
    const isList = value.kind === 'activation' || rank === 1;
    if (!isList || steps.some((step) => step !== 1))
      throw site.refuse('slices with steps, which is not read');
    axes.forEach((given, i) => {
      const axis = axisOf(given, rank, site);
      const extent = value.dims[axis]!;
      const within = (at: number) => Math.min(extent, Math.max(0, at < 0 ? at + extent : at));
      const [start, end] = [within(starts[i]!), within(ends[i]!)];
      if (end <= start)
        throw site.refuse(`its slice ${starts[i]}:${ends[i]} of ${extent} is empty: export it again`);
      value = part(value, axis, start, end - start);
    });
    return value;
  },
};

export const split: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = site.activation(0);
    const axis = axisOf(site.integer('axis', 0), x.dims.length, site);
    const count = site.node.outputs.length;
    const equal = Math.ceil(x.dims[axis]! / count);
    const rule = site.node.outputs.map((_, i) => Math.min(equal, x.dims[axis]! - i * equal));
    const lengths =
      site.opset >= 13 && site.input(1) !== undefined ? site.wholes(1) : site.integers('split', rule);
    const total = lengths.reduce((a, b) => a + b, 0);
    if (axis === 0 || lengths.length !== count || total !== x.dims[axis] || lengths.some((n) => n < 1)) {
      throw site.refuse(
        `cuts ${formatShape(x.dims)} into [${lengths}] along axis ${axis}, which is not read`,
      );
    }
    let start = 0;
    return lengths.map((length) => {
      start += length;
      return part(x, axis, start - length, length);
    });
  },
};
