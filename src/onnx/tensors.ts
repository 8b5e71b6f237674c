import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { InputError } from '../input-error.ts';
import { shown } from './fields.ts';
import type { OnnxModel } from './model.ts';
import type { OnnxTensor } from './tensor.ts';
import type { Constant } from './value.ts';

/** Gives the numbers of a model's tensors, each decoded when it is first wanted. */
export interface Tensors {
  constant(name: string): Constant;
}

/** The tensors of a model; those in other files are read in its own folder alone. */
export function tensorsOf(model: OnnxModel): Tensors {
  const known = new Map<string, Constant>();
  return {
    constant(name) {
      let constant = known.get(name);
      if (!constant) {
        const tensor = model.initializers.get(name)!;
        let data: Float32Array | Float64Array | undefined;
        constant = {
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
