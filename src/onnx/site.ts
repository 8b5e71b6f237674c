import type { NetworkBuilder } from '../graph/network.ts';
import { formatShape } from '../graph/shape.ts';
import { InputError } from '../input-error.ts';
import { shown } from './fields.ts';
import type { Site } from './importer.ts';
import type { Attribute, OnnxModel, OnnxNode } from './model.ts';
import type { Tensors } from './tensors.ts';
import { type Constant, inOrder, type Value } from './value.ts';

/** What the import of a model has come to. */
export interface Progress {
  readonly node: OnnxNode;
  readonly model: OnnxModel;
  readonly net: NetworkBuilder;
  readonly tensors: Tensors;
  readonly values: ReadonlyMap<string, Value>;
  /** The parameters so far; grows. */
  readonly constants: Map<string, Constant>;
  /** The nodes that use a value, where all of its uses are nodes. */
  readonly uses: ReadonlyMap<string, readonly OnnxNode[]>;
  /** Nodes that another has done already; grows. */
  readonly absorbed: Set<OnnxNode>;
  readonly homogeneous: boolean;
}

/** The node at hand, as its importer sees it. */
export function openSite(progress: Progress): Site & { alias(): Value } {
  const { node, model, net, tensors, values, constants, uses, absorbed, homogeneous } = progress;
  const refuse = (why: string) => new InputError(`${model.path}, node ${node.name} (${node.op}): ${why}`);
  const batch = model.inputs[0]?.dims?.[0];
  const input = (index: number) => {
    const name = node.inputs[index];
    return name === undefined || name === '' ? undefined : values.get(name);
  };
  const constant = (index: number): Constant => {
    const value = input(index);
    if (value?.kind === 'constant') return value;
    throw refuse(
      `its input ${index + 1} is ${value ? 'computed from the images' : 'missing'}, not a constant: export it again`,
    );
  };
  function attribute<K extends Attribute['kind']>(name: string, kind: K) {
    const found = node.attributes.get(name);
    if (!found) return undefined;
    if (found.kind === kind) return found as Extract<Attribute, { readonly kind: K }>;
    throw refuse(`its ${shown(name)} is of another type than ONNX's: export it again`);
  }
  const nameOf = (value: Constant): string => {
    let name = value.name === '' ? `constant ${node.name}` : value.name;
    // Transposed and as it is, one tensor of the file is two parameters.
    while (constants.has(name) && constants.get(name)!.data() !== value.data()) name += "'";
    constants.set(name, value);
    return name;
  };
  return {
    node,
    net,
    opset: model.opset,
    batch: net.images.shape[0]!,
    exportedBatch: typeof batch === 'number' ? batch : undefined,
    homogeneous,
    input,
    constant,
    activation(index) {
      const value = input(index);
      if (value?.kind === 'activation') return value;
      throw refuse(
        `its input ${index + 1} is ${value ? 'a constant' : 'missing'}, not computed from the images`,
      );
    },
    wholes(index) {
      const values = [...constant(index).data()];
      // The ends of the range stand for "to the end", and nothing else is that far.
      const within = (value: number) =>
        Math.max(-Number.MAX_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER));
      if (values.every(Number.isInteger)) return values.map(within);
      throw refuse(`its input ${index + 1} holds numbers that are not whole: export it again`);
    },
    integer: (name, otherwise) => attribute(name, 'integer')?.value ?? otherwise,
    float: (name, otherwise) => attribute(name, 'float')?.value ?? otherwise,
    text: (name, otherwise) => attribute(name, 'text')?.value ?? otherwise,
    integers: (name, otherwise) => attribute(name, 'integers')?.value ?? otherwise,
    takeBias(length) {
      const [user, ...more] = uses.get(node.outputs[0] ?? '') ?? [];
      if (user?.op !== 'Add' || more.length > 0) return undefined;
      const other = values.get(user.inputs.find((name) => name !== node.outputs[0]) ?? '');
      if (other?.kind !== 'constant' || other.dims.join() !== String(length)) return undefined;
      absorbed.add(user);
      return other;
    },
    renamed: tensors.renamed,
    nameOf,
    parameterOf(value) {
      if (value.dims.some((extent) => extent < 1))
        throw refuse(`uses an empty tensor ${formatShape(value.dims)}`);
      return inOrder(net.given(nameOf(value), value.dims));
    },
    refuse,
    alias: () => node.inputs.map((name) => values.get(name)).find((value) => value?.kind === 'activation')!,
  };
}
