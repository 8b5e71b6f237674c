import { InputError } from '../input-error.ts';
import { checkOrder } from './check-order.ts';
import { Fields, shown } from './fields.ts';
import type { Attribute, OnnxModel, OnnxNode, ValueInfo } from './model.ts';
import { type OnnxTensor, parseTensor } from './tensor.ts';

// Field numbers are those of onnx.proto3.

/** The operator sets whose operators are read as they are defined there. */
const OPSETS = { oldest: 7, newest: 21 } as const;
const MOST_NODES = 100_000;

/**
 * The model in the bytes of an .onnx file. Nothing in them is believed: lengths, types, shapes and the order of the nodes
 * are checked, and no tensor is decoded yet. A function of the bytes alone; `path` names them in messages.
 * @throws {InputError} in one line that says where and what
 */
export function parseModel(bytes: Uint8Array, path: string): OnnxModel {
  const file = new Fields(bytes, path);
  const graphs = file.bytes(7);
  if (graphs.length === 0) {
    throw new InputError(`${path} holds no graph: it is truncated or no ONNX model, export it again`);
  }
  const graph = new Fields(graphs.at(-1)!, `${path}, its graph`);
  const initializers = new Map<string, OnnxTensor>();
  for (const tensor of graph.bytes(5)) {
    const parsed = parseTensor(tensor, path);
    if (initializers.has(parsed.name)) {
      throw new InputError(`${path} has two tensors "${shown(parsed.name)}": export it again`);
    }
    initializers.set(parsed.name, parsed);
  }
  if (graph.has(15)) throw new InputError(`${path} has sparse tensors, which are not read: export it dense`);
  const encoded = graph.bytes(1);
  if (encoded.length > MOST_NODES) {
    throw new InputError(`${path} has ${encoded.length} nodes, at most ${MOST_NODES} are read`);
  }
  const nodes = encoded.map((node, index) => parseNode(node, index, path));
  const inputs = graph.bytes(11).map((value) => parseValueInfo(value, path));
  const outputs = graph.bytes(12).map((value) => parseValueInfo(value, path));
  const model: OnnxModel = {
    path,
    opset: opsetOf(file, path),
    producer: [file.text(2), file.text(3)].map(shown).join(' ').trim(),
    nodes,
    initializers,
    inputs: inputs.filter(({ name }) => !initializers.has(name)),
    outputs,
  };
  checkOrder(model);
  return model;
}

function opsetOf(file: Fields, path: string): number {
  const sets = file.bytes(8).map((entry) => {
    const fields = new Fields(entry, `${path}, an operator set`);
    return { domain: fields.text(1), version: fields.integer(2) };
  });
  const version = sets.find(({ domain }) => isDefault(domain))?.version;
  if (version === undefined) {
    throw new InputError(`${path} names no version of ONNX's operators: it is truncated, export it again`);
  }
  if (version < OPSETS.oldest || version > OPSETS.newest) {
    throw new InputError(
      `${path} is written in operator set ${version}: export it with opset_version from ${OPSETS.oldest} to ${OPSETS.newest}`,
    );
  }
  return version;
}

const isDefault = (domain: string): boolean => domain === '' || domain === 'ai.onnx';

function parseNode(bytes: Uint8Array, index: number, path: string): OnnxNode {
  const fields = new Fields(bytes, `${path}, node ${index + 1}`);
  const op = fields.text(4);
  const name = shown(fields.text(3)) || `number ${index + 1}`;
  const domain = fields.text(7);
  if (!isDefault(domain)) {
    throw new InputError(
      `${path}, node ${name}: ${shown(op)} is of the operators of "${shown(domain)}", ONNX's own are read: export it without them`,
    );
  }
  const attributes = new Map(
    fields.bytes(5).map((attribute): [string, Attribute] => {
      const parts = new Fields(attribute, `${path}, node ${name}, an attribute`);
      return [parts.text(1), parseAttribute(parts, path)];
    }),
  );
  return { name, op, inputs: fields.texts(1), outputs: fields.texts(2), attributes };
}

function parseAttribute(fields: Fields, path: string): Attribute {
  switch (fields.integer(20)) {
    case 1:
      return { kind: 'float', value: fields.floats(2, 4).at(-1) ?? 0 };
    case 2:
      return { kind: 'integer', value: fields.integer(3) };
    case 3:
      return { kind: 'text', value: fields.text(4) };
    case 4: {
      const tensor = fields.bytes(5).at(-1);
      return tensor ? { kind: 'tensor', value: parseTensor(tensor, path) } : { kind: 'other' };
    }
    case 6:
      return { kind: 'floats', value: fields.floats(7, 4) };
    case 7:
      return { kind: 'integers', value: fields.integers(8) };
    default:
      return { kind: 'other' };
  }
}

function parseValueInfo(bytes: Uint8Array, path: string): ValueInfo {
  const fields = new Fields(bytes, `${path}, an input or output`);
  const name = fields.text(1);
  const what = `${path}, value "${shown(name)}"`;
  const type = fields.bytes(2).at(-1);
  const tensor = type && new Fields(type, what).bytes(1).at(-1);
  if (!tensor) return { name, type: 0, dims: undefined };
  const described = new Fields(tensor, what);
  const shape = described.bytes(2).at(-1);
  return {
    name,
    type: described.integer(1),
    dims: shape && new Fields(shape, what).bytes(1).map((dim) => parseDim(dim, what)),
  };
}

function parseDim(bytes: Uint8Array, what: string): number | string {
  const dim = new Fields(bytes, what);
  return dim.has(1) ? dim.integer(1) : dim.text(2);
}
