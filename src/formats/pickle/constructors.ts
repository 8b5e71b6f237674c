import { numbersOf, withByteOrder } from './numpy.ts';
import {
  NumpyArray,
  NumpyType,
  PickleDict,
  PickleOpaque,
  PickleSet,
  PickleTuple,
  type PickleValue,
} from './values.ts';

/** What stands for a call of a harmless class or function: data made of its arguments, undefined where they do not fit. */
type Make = (args: readonly PickleValue[]) => PickleValue | undefined;

const collection: Make = ([items]) => (items === undefined ? [] : itemsOf(items));
const first: Make = ([value]) => value;
const opaque = (name: string): readonly [string, Make] => [name, (args) => new PickleOpaque(name, args)];

/** Pairs of a dictionary's argument. */
const dictionary: Make = ([pairs]) => {
  const dict = new PickleDict();
  for (const pair of pairs === undefined ? [] : (itemsOf(pairs) ?? [])) {
    const [key, value] = itemsOf(pair) ?? [];
    if (key === undefined || value === undefined) return undefined;
    dict.set(key, value);
  }
  return dict;
};

/** Bytes, or the text that Python 2 keeps them in. */
function bytesOf(value: PickleValue | undefined): Uint8Array | undefined {
  if (typeof value === 'string') return Buffer.from(value, 'latin1');
  return value instanceof Uint8Array ? value : undefined;
}

const scalar: Make = ([type, bytes]) => {
  const raw = bytesOf(bytes);
  return type instanceof NumpyType && raw ? numbersOf(type, raw)?.[0] : undefined;
};

const fromBuffer: Make = ([bytes, type, shape, order]) => {
  if (!(bytes instanceof Uint8Array && type instanceof NumpyType && shape instanceof PickleTuple))
    return undefined;
  const array = new NumpyArray();
  return Object.assign(array, { type, data: bytes, shape: shape.items, fortran: order === 'F' });
};

const bytesOfText: Make = ([text]) => (typeof text === 'string' ? Buffer.from(text, 'latin1') : undefined);

/** Old spellings of the same names. */
const inModules = (modules: readonly string[], name: string, make: Make): (readonly [string, Make])[] =>
  modules.map((module) => [`${module}.${name}`, make]);
const builtins = (name: string, make: Make) => inModules(['builtins', '__builtin__'], name, make);
const numpy = (module: string, name: string, make: Make) =>
  inModules([`numpy.core.${module}`, `numpy._core.${module}`], name, make);

const STORAGES = ['Float', 'Double', 'Half', 'BFloat16', 'Long', 'Int', 'Short', 'Char', 'Byte', 'Bool'];

/** Every name that a pickle may call. What is not here is refused. */
export const CONSTRUCTORS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['collections.OrderedDict', dictionary],
  ['collections.defaultdict', () => new PickleDict()],
  ...builtins('dict', dictionary),
  ...builtins('list', collection),
  ...builtins('tuple', ([items]) => new PickleTuple(items === undefined ? [] : (itemsOf(items) ?? []))),
  ...builtins('set', ([items]) => new PickleSet(items === undefined ? [] : (itemsOf(items) ?? []))),
  ...builtins('frozenset', ([items]) => new PickleSet(items === undefined ? [] : (itemsOf(items) ?? []))),
  ...builtins('int', first),
  ...builtins('float', first),
  ...builtins('str', first),
  ...builtins('bool', first),
  ...builtins('bytes', ([value]) => (value === undefined ? new Uint8Array(0) : value)),
  ...builtins('bytearray', ([value]) => (value === undefined ? new Uint8Array(0) : value)),
  ['_codecs.encode', bytesOfText],
  ['numpy.dtype', ([code]) => (typeof code === 'string' ? new NumpyType(code) : undefined)],
  ['numpy.ndarray', () => new NumpyArray()],
  ...numpy('multiarray', '_reconstruct', () => new NumpyArray()),
  ...numpy('multiarray', 'scalar', scalar),
  ...numpy('numeric', '_frombuffer', fromBuffer),
  ...[
    'torch._utils._rebuild_tensor',
    'torch._utils._rebuild_tensor_v2',
    'torch._utils._rebuild_parameter',
    'torch.Size',
    'torch.device',
    ...STORAGES.map((kind) => `torch.${kind}Storage`),
  ].map(opaque),
]);

/**
 * Completes what a call has made by a state: the byte order of a type, the contents of an array. Undefined where the
 * state does not fit, and where there is nothing to complete.
 */
export function complete(value: PickleValue, state: PickleValue): PickleValue | undefined {
  const parts = itemsOf(state);
  if (value instanceof NumpyType && parts) {
    withByteOrder(value, parts);
    return value;
  }
  if (value instanceof NumpyArray && parts) {
    const [, shape, type, fortran, contents] = parts;
    if (!(shape instanceof PickleTuple && shape.items.every(isExtent) && type instanceof NumpyType))
      return undefined;
    const data = Array.isArray(contents) ? contents : bytesOf(contents);
    if (data === undefined) return undefined;
    return Object.assign(value, { shape: shape.items, type, fortran: fortran === true, data });
  }
  // Attributes of an OrderedDict subclass's instance, and hooks of a tensor, say nothing that is wanted here.
  return value instanceof PickleDict || value instanceof PickleOpaque ? value : undefined;
}

function itemsOf(value: PickleValue): PickleValue[] | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof PickleTuple) return [...value.items];
  return value instanceof PickleSet ? value.items : undefined;
}

const isExtent = (value: PickleValue): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
