import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Shape } from '../graph/shape.ts';
import { formatShape } from '../graph/shape.ts';
import { InputError } from '../input-error.ts';
import type { Tensor } from '../safetensors/index.ts';
import { shown } from './fields.ts';
import type { OnnxModel } from './model.ts';
import type { OnnxTensor } from './tensor.ts';
import type { Constant } from './value.ts';

/** Gives the numbers of a model's tensors, each decoded when it is first wanted. */
export interface Tensors {
  constant(name: string): Constant;
  /** The same numbers under a name of their own: an exporter writes equal tensors once. */
  renamed(constant: Constant, name: string): Constant;
}

/** Numbers to be taken instead of the file's, by the names that the model has for them. */
export interface Checkpoint {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** The tensors of a model; those in other files are read in its own folder alone, and what a checkpoint has is the checkpoint's. */
export function tensorsOf(model: OnnxModel, checkpoint?: Checkpoint): Tensors {
  const known = new Map<string, Constant>();
  const instead = (name: string, { dims, isFloat }: Pick<Constant, 'dims' | 'isFloat'>) => {
    const tensor = isFloat ? checkpoint?.tensors.get(name) : undefined;
    return tensor && taken(checkpoint!.path, name, tensor, dims);
  };
  return {
    renamed: (constant, name) => instead(name, constant) ?? { ...constant, name },
    constant(name) {
      let constant = known.get(name);
      if (!constant) {
        const tensor = model.initializers.get(name)!;
        let data: Float32Array | Float64Array | undefined;
        constant = instead(name, tensor) ?? {
          kind: 'constant',
          name,
          dims: tensor.dims,
          isFloat: tensor.isFloat,
          data() {
            data ??= tensor.decode(tensor.external && readExternal(model.path, tensor));
            return data;
          },
        };
        known.set(name, constant);
      }
      return constant;
    },
  };
}

function taken(path: string, name: string, { shape, data }: Tensor, dims: Shape): Constant {
  if (shape.join() !== dims.join()) {
    throw new InputError(
      `${path}: "${shown(name)}" is ${formatShape(shape)}, the model has ${formatShape(dims)}: is it of this model?`,
    );
  }
  const numbers = data instanceof Int32Array ? Float64Array.from(data) : data;
  return { kind: 'constant', name, dims, isFloat: true, data: () => numbers };
}

/** The bytes of a tensor that lies in another file. @throws {InputError} where that is not within the model's folder */
export function readExternal(path: string, tensor: OnnxTensor): Uint8Array {
  const { location, offset, length = tensor.bytes } = tensor.external!;
  const what = `${path}, tensor "${shown(tensor.name)}": its data file "${shown(location)}"`;
  const folder = resolve(dirname(path));
  const target = resolve(folder, location);
  const leaves = (from: string, to: string): boolean => {
    const way = relative(from, to);
    return way === '' || way.split(/[\\/]/)[0] === '..' || isAbsolute(way);
  };
  const escapes = () =>
    new InputError(`${what} lies outside the model's folder, where nothing is read: move it there`);
  if (isAbsolute(location) || location.includes('\0') || leaves(folder, target)) throw escapes();
  let file: number;
  try {
    if (leaves(realpathSync(folder), realpathSync(target))) throw escapes();
    file = openSync(target, 'r');
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${what} cannot be read: put it beside the model`, { cause });
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new InputError(`${what} is no file: put it beside the model`);
    if (length !== tensor.bytes) {
      throw new InputError(
        `${what} is said to give ${length} bytes where the tensor takes ${tensor.bytes}: export it again`,
      );
    }
    if (offset + length > stat.size) {
      throw new InputError(
        `${what} has ${stat.size} bytes where ${offset + length} are wanted: it is truncated`,
      );
    }
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const count = readSync(file, bytes, done, length - done, offset + done);
      if (count === 0) throw new InputError(`${what} became shorter while it was read: try again`);
      done += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}
