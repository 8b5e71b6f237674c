import type { Shape } from '../../graph/shape.ts';
import { bytes, integer, type Message, nested, serialise, text } from './protobuf.ts';

// Field numbers and enum values below are those of onnx.proto3, in the order of its messages.
const IR_VERSION = 8;
/** The last set of operators whose ReduceMean takes its axes as an attribute. */
const OPSET = 17;
const FLOAT = 1;
const INT64 = 7;

export interface NamedTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** An attribute of an operator: an integer, a string or integers. */
export type Attribute = number | string | readonly number[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** An ONNX model under construction. Values go by their names; equal computations are the same value. */
export class OnnxModel {
  readonly #nodes: Message[] = [];
  readonly #initializers: Message[] = [];
  readonly #inputs: Message[] = [];
  readonly #outputs: Message[] = [];
  readonly #known = new Map<string, string>();
  #names = 0;

  /** A float32 tensor that is fed at run time. */
  input(name: string, shape: Shape): void {
    this.#inputs.push(nested(11, text(1, name), nested(2, tensorType(shape))));
  }

  /** A float32 constant, the same value for the same numbers. */
  floats(shape: Shape, data: readonly number[]): string {
    return this.#once(`floats ${shape} ${data.map((x) => (Object.is(x, -0) ? '-0' : x))}`, () =>
      this.#initializer(shape, FLOAT, Float32Array.from(data)),
    );
  }

  scalar(value: number): string {
    return this.floats([], [value]);
  }

  /** An int64 constant, such as a shape; a vector unless a shape is given. */
  integers(data: readonly number[], shape: Shape = [data.length]): string {
    return this.#once(`integers ${shape} ${data}`, () =>
      this.#initializer(shape, INT64, BigInt64Array.from(data, BigInt)),
    );
  }

  /** Applies an operator and names its one output. */
  apply(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.#once(`${operator} ${inputs} ${JSON.stringify(attributes)}`, () => {
      const name = this.#newName();
      this.#emit(operator, inputs, name, attributes);
      return name;
    });
  }

  /** Makes a value an output under this name. */
  output(name: string, value: string, shape: Shape): void {
    this.#emit('Identity', [value], name, {});
    this.#outputs.push(nested(12, text(1, name), nested(2, tensorType(shape))));
  }

  /** The model's bytes, with these float32 tensors as constants under their names. */
  serialise(constants: Iterable<NamedTensor>): Uint8Array {
    const held = Array.from(constants, ({ name, shape, data }) => initializer(name, shape, FLOAT, data));
    return serialise(
      integer(1, IR_VERSION),
      text(2, 'nasprobe'),
      nested(
        7,
        ...this.#nodes,
        text(2, 'network'),
        ...this.#initializers,
        ...held,
        ...this.#inputs,
        ...this.#outputs,
      ),
      nested(8, integer(2, OPSET)),
    );
  }

  #once(key: string, make: () => string): string {
    let name = this.#known.get(key);
    if (name === undefined) {
      name = make();
      this.#known.set(key, name);
    }
    return name;
  }

  #newName(): string {
    this.#names += 1;
    return `v${this.#names}`;
  }

  #initializer(shape: Shape, type: number, data: Float32Array | BigInt64Array): string {
    const name = this.#newName();
    this.#initializers.push(initializer(name, shape, type, data));
    return name;
  }

  #emit(operator: string, inputs: readonly string[], output: string, attributes: Attributes): void {
    this.#nodes.push(
      nested(
        1,
        ...inputs.map((input) => text(1, input)),
        text(2, output),
        text(4, operator),
        ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      ),
    );
  }
}

function initializer(name: string, shape: Shape, type: number, data: Float32Array | BigInt64Array): Message {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const dims = shape.map((extent) => integer(1, extent));
  return nested(5, ...dims, integer(2, type), text(8, name), bytes(9, raw));
}

function tensorType(shape: Shape): Message {
  return nested(1, integer(1, FLOAT), nested(2, ...shape.map((extent) => nested(1, integer(1, extent)))));
}

function attribute(name: string, value: Attribute): Message {
  const body =
    typeof value === 'number'
      ? [integer(3, value), integer(20, 2)]
      : typeof value === 'string'
        ? [text(4, value), integer(20, 3)]
        : [...value.map((part) => integer(8, part)), integer(20, 7)];
  return nested(5, text(1, name), ...body);
}
