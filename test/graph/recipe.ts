import type { Feed } from '../../src/engine/engine.ts';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node, OpAttrs, OpName } from '../../src/graph/op.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { randomStream } from '../../src/random/index.ts';

/**
 * Numbers that suit an operation: `normal`; `positive` in [0.5, 2]; `nonzero`, at least 0.5 away from 0; `distinct`, no
 * two closer than 0.1, so that finite differences step over no kink.
 */
export type ValueKind = 'normal' | 'positive' | 'nonzero' | 'distinct';

/** One application of an operation, as plain data, so that a failure prints all that makes it again. */
export interface Recipe {
  readonly op: OpName;
  /** Shapes of the tensors that are fed. */
  readonly shapes: readonly (readonly number[])[];
  /** Which of them each input is; two inputs may be the same tensor. */
  readonly inputs: readonly number[];
  readonly attrs: OpAttrs[OpName];
  readonly values: ValueKind;
  readonly seed: number;
}

export interface Built {
  readonly graph: Graph;
  readonly leaves: readonly Node<'input'>[];
  readonly output: Node;
}

export function build({ op, shapes, inputs, attrs }: Recipe): Built {
  const graph = new Graph();
  const leaves = shapes.map((shape, i) => graph.input(`x${i}`, shape));
  const output = graph.make(
    op,
    inputs.map((i) => leaves[i]!),
    attrs,
  );
  return { graph, leaves, output };
}

/** Values by the name of the leaf: float32 numbers, so that every engine is fed the same. */
export type Values = Record<string, Float64Array>;

export function normals(name: string, seed: number, size: number): Float64Array {
  const out = new Float32Array(size);
  randomStream(seed, name).fillNormal(out, 1);
  return Float64Array.from(out);
}

export function valuesOf({ shapes, values, seed }: Recipe): Values {
  return Object.fromEntries(
    shapes.map((shape, i) => [`x${i}`, draw(values, `x${i}`, seed, sizeOf(shape)).map(Math.fround)]),
  );
}

function draw(kind: ValueKind, name: string, seed: number, size: number): Float64Array {
  const stream = randomStream(seed, name);
  switch (kind) {
    case 'normal':
      return normals(name, seed, size);
    case 'positive':
      return Float64Array.from({ length: size }, (_, i) => 0.5 + 1.5 * stream.uniform(i));
    case 'nonzero':
      return normals(name, seed, size).map((x) => (x < 0 ? x - 0.5 : x + 0.5));
    case 'distinct': {
      const keys = Array.from({ length: size }, (_, i) => stream.uniform(i));
      const out = new Float64Array(size);
      const order = keys.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
      for (const [rank, i] of order.entries()) out[i] = 0.11 * (rank - size / 2) + 0.04;
      return out;
    }
  }
}

export const feedOf =
  (values: Values): Feed =>
  (node) =>
    values[node.attrs.name]!;

/** The values of nodes on the reference engine, in order. */
export function evaluate(nodes: readonly Node[], values: Values): Float64Array[] {
  const outputs = new Map(nodes.map((node, i) => [String(i), node]));
  const results = referenceEngine.compile(outputs).run(feedOf(values));
  return nodes.map((_, i) => results.get(String(i))!);
}

/** The values with some tensors moved along a direction. */
export function moved(values: Values, direction: Values, step: number): Values {
  const out = { ...values };
  for (const [name, tangent] of Object.entries(direction)) {
    out[name] = values[name]!.map((x, i) => x + step * tangent[i]!);
  }
  return out;
}

export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((total, x, i) => total + x * b[i]!, 0);
}
