import { formatShape, sizeOf } from '../graph/shape.ts';
import { axisOf, constantOf, type Importer, type Site } from './importer.ts';
import { straight, type Value } from './value.ts';

/** Numbers that shape arithmetic may hold; more is no shape. */
const MOST_NUMBERS = 4096;

export const constantImporter: Importer = {
  homogeneous: 'always',
  import(site) {
    const { attributes, outputs } = site.node;
    const [name, attribute] = [...attributes][0] ?? [];
    switch (attribute?.kind) {
      case 'tensor': {
        const tensor = attribute.value;
        if (tensor.external) throw site.refuse('lies in another file: export it as an initializer');
        let data: Float32Array | Float64Array | undefined;
        return {
          kind: 'constant',
          name: outputs[0] ?? '',
          dims: tensor.dims,
          isFloat: tensor.isFloat,
          data() {
            data ??= tensor.decode();
            return data;
          },
        };
      }
      case 'integer':
      case 'float':
        return constantOf([], [attribute.value], attribute.kind === 'float');
      case 'integers':
      case 'floats':
        return constantOf([attribute.value.length], attribute.value, attribute.kind === 'floats');
      default:
        throw site.refuse(`its ${name ?? 'value'} is not read: numbers and tensors are`);
    }
  },
};

/** The extents, known beforehand: the batch is. */
export const shape: Importer = {
  homogeneous: 'always',
  import(site) {
    const dims = site.input(0)?.dims ?? [];
    const start = site.integer('start', 0);
    const part = dims.slice(start, site.integer('end', dims.length));
    return constantOf([part.length], part, false);
  },
};

/** Of known numbers. */
export const gather: Importer = {
  homogeneous: 'always',
  import(site) {
    const [data, indices] = [site.constant(0), site.wholes(1)];
    if (data.dims.length !== 1 || site.integer('axis', 0) !== 0) {
      throw site.refuse(`picks from ${formatShape(data.dims)}: only lists of numbers are read`);
    }
    const from = data.data();
    const picked = indices.map((index) => from[axisOf(index, from.length, site)]!);
    return constantOf(site.constant(1).dims, picked, data.isFloat);
  },
};

/** A type has no part in the score: all is reckoned in the engine's precision. */
export const cast: Importer = {
  homogeneous: 'always',
  import(site) {
    return requireInput(site);
  },
};

export const constantOfShape: Importer = {
  homogeneous: 'always',
  import(site) {
    const dims = site.wholes(0);
    const size = sizeOf(dims);
    if (!(size >= 0 && size <= MOST_NUMBERS))
      throw site.refuse(`makes ${formatShape(dims)}: too much for a shape`);
    const value = site.node.attributes.get('value');
    const filled = value?.kind === 'tensor' ? value.value : undefined;
    const data = new Float64Array(size).fill(filled?.decode()[0] ?? 0);
    return constantOf(dims, data, filled?.isFloat ?? true);
  },
};

/** Known numbers in another order of axes. */
export function transposedNumbers(
  data: Float32Array | Float64Array,
  dims: readonly number[],
  perm: readonly number[],
): Float32Array | Float64Array {
  const out = data.slice();
  if (perm.join() === '1,0') {
    const [rows, columns] = dims as [number, number];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1)
        out[column * rows + row] = data[row * columns + column]!;
    }
    return out;
  }
  const strides = dims.map((_, axis) => sizeOf(dims.slice(axis + 1)));
  const shape = perm.map((axis) => dims[axis]!);
  for (let i = 0; i < out.length; i += 1) {
    let [rest, from] = [i, 0];
    for (const axis of straight(shape.length).reverse()) {
      from += (rest % shape[axis]!) * strides[perm[axis]!]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    out[i] = data[from]!;
  }
  return out;
}

export function requireInput(site: Site, index = 0): Value {
  const value = site.input(index);
  if (value) return value;
  throw site.refuse(`lacks its input ${index + 1}: export it again`);
}
