import type { Node } from '../graph/op.ts';
import { add } from '../graph/ops/add.ts';
import { mul, square } from '../graph/ops/mul.ts';
import { reciprocal } from '../graph/ops/reciprocal.ts';
import { negate, scale } from '../graph/ops/scale.ts';
import { shift } from '../graph/ops/shift.ts';
import { sqrt } from '../graph/ops/sqrt.ts';
import { formatShape, sizeOf } from '../graph/shape.ts';
import { constantOf, type Importer, type Site } from './importer.ts';
import { activation, broadcastDims, type Constant, operandOf, straight, type Value } from './value.ts';

interface Operation {
  readonly homogeneous: Importer['homogeneous'];
  readonly numbers: (a: number, b: number) => number;
  readonly nodes: (a: Node, b: Node) => Node;
  /** With a number on its right; on its left the general way is taken. */
  readonly byNumber: (a: Node, b: number) => Node;
}

const isNumber = ({ dims }: Constant): boolean => sizeOf(dims) === 1;

/** An operation of two operands, either of which may be known beforehand, or repeated as ONNX has it. */
const binary = (operation: Operation): Importer => ({
  homogeneous: operation.homogeneous,
  import(site) {
    const [a, b] = [0, 1].map((index) => {
      const value = site.input(index);
      if (value) return value;
      throw site.refuse(`lacks its input ${index + 1}: export it again`);
    }) as [Value, Value];
    if (a.kind === 'constant' && b.kind === 'constant') return folded(site, a, b, operation);
    const dims = broadcastDims(a.dims, b.dims);
    if (!dims) {
      throw site.refuse(`${formatShape(a.dims)} and ${formatShape(b.dims)} do not fit: export it again`);
    }
    if (a.kind === 'activation' && b.kind === 'constant' && isNumber(b) && b.dims.length <= a.dims.length) {
      return activation(operation.byNumber(a.node, b.data()[0]!), a.dims, a.axes);
    }
    const [left, right] = [a, b].map((value) =>
      value.kind === 'constant' ? site.parameterOf(value) : value,
    ) as [ReturnType<Site['parameterOf']>, ReturnType<Site['parameterOf']>];
    // Rather the order of an operand that has the result's shape, and of what the network computes.
    const whole = [left, right].filter((value) => value.dims.join() === dims.join());
    const leader = whole.find((value) => value === a || value === b) ?? whole[0];
    const axes = leader?.axes ?? straight(dims.length);
    return activation(operation.nodes(operandOf(left, dims, axes), operandOf(right, dims, axes)), dims, axes);
  },
});

function folded(site: Site, a: Constant, b: Constant, { numbers }: Operation): Constant {
  const dims = broadcastDims(a.dims, b.dims);
  const size = dims && sizeOf(dims);
  const fits = (value: Constant) => isNumber(value) || sizeOf(value.dims) === size;
  if (!dims || !fits(a) || !fits(b)) {
    throw site.refuse(`${formatShape(a.dims)} and ${formatShape(b.dims)} do not fit: export it again`);
  }
  const isFloat = a.isFloat || b.isFloat;
  const [x, y] = [a.data(), b.data()];
  const data = Float64Array.from({ length: size! }, (_, i) => {
    const value = numbers(x[i % x.length]!, y[i % y.length]!);
    return isFloat ? value : Math.trunc(value);
  });
  return constantOf(dims, data, isFloat);
}

export const addImporter = binary({
  homogeneous: 'of activations',
  numbers: (a, b) => a + b,
  nodes: add,
  byNumber: shift,
});
export const sub = binary({
  homogeneous: 'never',
  numbers: (a, b) => a - b,
  nodes: (a, b) => add(a, negate(b)),
  byNumber: (a, b) => shift(a, -b),
});
export const mulImporter = binary({
  homogeneous: 'never',
  numbers: (a, b) => a * b,
  nodes: mul,
  byNumber: scale,
});
export const div = binary({
  homogeneous: 'never',
  numbers: (a, b) => a / b,
  nodes: (a, b) => mul(a, reciprocal(b)),
  byNumber: (a, b) => scale(a, 1 / b),
});

/** Exponents that are written out. */
const POWERS: Readonly<Record<number, (x: Node) => Node>> = {
  0.5: sqrt,
  1: (x) => x,
  2: square,
  3: (x) => mul(square(x), x),
  [-0.5]: (x) => reciprocal(sqrt(x)),
  [-1]: reciprocal,
};

export const pow: Importer = {
  homogeneous: 'never',
  import(site) {
    const x = site.activation(0);
    const exponent = site.constant(1);
    const power = isNumber(exponent) ? POWERS[exponent.data()[0]!] : undefined;
    if (power) return activation(power(x.node), x.dims, x.axes);
    throw site.refuse(`raises to a power that is not read: ${Object.keys(POWERS).join(', ')} are`);
  },
};
