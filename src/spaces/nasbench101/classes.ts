import type { CellGraph } from '../cell.ts';
import { MOST_EDGES, MOST_VERTICES, OPERATIONS } from './module.ts';

/**
 * A module as numbers. Bit x + y (y - 1) / 2 stands for the edge from vertex x to vertex y; the labels of the inner
 * vertices are the digits of a number, the first highest. The benchmark's generator counts both upwards, so that of
 * isomorphic modules it keeps the one with the lowest bits and, among these, the lowest labels.
 */
export interface ModuleCode {
  readonly vertices: number;
  readonly bits: number;
  readonly labels: number;
}

export const bitOf = (source: number, target: number): number => 1 << (source + (target * (target - 1)) / 2);

export function codeOf({ operations, edges }: CellGraph): ModuleCode {
  return {
    vertices: operations.length,
    bits: edges.reduce((bits, [source, target]) => bits | bitOf(source, target), 0),
    labels: labelsOf(operations.slice(1, -1)),
  };
}

export function moduleOfCode({ vertices, bits, labels }: ModuleCode): CellGraph {
  const inner = vertices - 2;
  return {
    operations: [
      -1,
      ...Array.from(
        { length: inner },
        (_, at) => Math.floor(labels / OPERATIONS.length ** (inner - 1 - at)) % OPERATIONS.length,
      ),
      -1,
    ],
    edges: edgesOf(vertices, bits),
  };
}

/** The code of the module that stands for its isomorphism class: the one that the generator keeps. */
export function canonicalCode(module: CellGraph): ModuleCode {
  const vertices = module.operations.length;
  let [bits, labels] = [Number.POSITIVE_INFINITY, 0];
  for (const order of ordersOf(vertices, module.edges)) {
    const [itsBits, itsLabels] = [reordered(order, module.edges), relabelled(order, module.operations)];
    if (itsBits < bits || (itsBits === bits && itsLabels < labels)) [bits, labels] = [itsBits, itsLabels];
  }
  return { vertices, bits, labels };
}

/** Classes whose representatives have the same edges. */
interface Shape {
  readonly vertices: number;
  readonly bits: number;
  /** Index of its first class. */
  readonly start: number;
  /** The labels of its representatives, ascending; undefined where all are. */
  readonly labels?: readonly number[];
}

interface Classes {
  readonly size: number;
  readonly shapes: readonly Shape[];
  readonly byBits: ReadonlyMap<number, Shape>;
}

let made: Classes | undefined;

/** How many classes there are: 423,624. */
export const classCount = (): number => classes().size;

/** The representative of the class at an index, in the order of the benchmark's generator. */
export function codeAt(index: number): ModuleCode {
  const { shapes } = classes();
  let [low, high] = [0, shapes.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (shapes[middle]!.start <= index) low = middle;
    else high = middle - 1;
  }
  const { vertices, bits, start, labels } = shapes[low]!;
  return { vertices, bits, labels: labels?.[index - start] ?? index - start };
}

/** The index of the class with this representative. */
export function indexOfCode({ vertices, bits, labels }: ModuleCode): number {
  const shape = classes().byBits.get(keyOf(vertices, bits))!;
  return shape.start + (shape.labels?.indexOf(labels) ?? labels);
}

/** Made on first use, in about half a second. */
function classes(): Classes {
  if (made !== undefined) return made;
  const shapes: Shape[] = [];
  let start = 0;
  for (let vertices = 2; vertices <= MOST_VERTICES; vertices += 1) {
    const labelings = OPERATIONS.length ** (vertices - 2);
    for (const bits of shapesOf(vertices)) {
      const edges = edgesOf(vertices, bits);
      const orders = ordersOf(vertices, edges).map((order) => ({ order, bits: reordered(order, edges) }));
      if (orders.some((other) => other.bits < bits)) continue;
      const symmetries = orders.filter((other) => other.bits === bits).map(({ order }) => order);
      const labels = symmetries.length > 1 ? lowest(vertices, labelings, symmetries) : undefined;
      shapes.push({ vertices, bits, start, ...(labels === undefined ? {} : { labels }) });
      start += labels?.length ?? labelings;
    }
  }
  const byBits = new Map(shapes.map((shape) => [keyOf(shape.vertices, shape.bits), shape]));
  made = { size: start, shapes, byBits };
  return made;
}

/** The edges of graphs in which every vertex has a way in and a way out, ascending. */
function* shapesOf(vertices: number): Generator<number> {
  const pairs = (vertices * (vertices - 1)) / 2;
  const within = (includes: (source: number, target: number) => boolean): number =>
    edgesOf(vertices, 2 ** pairs - 1)
      .filter(([source, target]) => includes(source, target))
      .reduce((bits, [source, target]) => bits | bitOf(source, target), 0);
  const needed = Array.from({ length: vertices - 1 }, (_, v) => [
    within((source) => source === v),
    within((_source, target) => target === v + 1),
  ]).flat();
  for (let bits = 0; bits < 2 ** pairs; bits += 1) {
    if (needed.every((mask) => (bits & mask) !== 0) && countBits(bits) <= MOST_EDGES) yield bits;
  }
}

/** Of the labelings, by number, those that no symmetry of the graph makes lower. */
function lowest(vertices: number, labelings: number, symmetries: readonly (readonly number[])[]): number[] {
  return Array.from({ length: labelings }, (_, labels) => labels).filter((labels) => {
    const { operations } = moduleOfCode({ vertices, bits: 0, labels });
    return symmetries.every((order) => relabelled(order, operations) >= labels);
  });
}

/** Every order of the vertices, input first and output last, in which all edges lead upwards. */
function ordersOf(vertices: number, edges: CellGraph['edges']): number[][] {
  const orders: number[][] = [];
  const extend = (order: readonly number[]): void => {
    if (order.length === vertices - 1) {
      orders.push([...order, vertices - 1]);
      return;
    }
    for (let vertex = 1; vertex < vertices - 1; vertex += 1) {
      const isNext = edges.every(([source, target]) => target !== vertex || order.includes(source));
      if (isNext && !order.includes(vertex)) extend([...order, vertex]);
    }
  };
  extend([0]);
  return orders;
}

function reordered(order: readonly number[], edges: CellGraph['edges']): number {
  return edges.reduce(
    (bits, [source, target]) => bits | bitOf(order.indexOf(source), order.indexOf(target)),
    0,
  );
}

function relabelled(order: readonly number[], operations: readonly number[]): number {
  return labelsOf(order.slice(1, -1).map((vertex) => operations[vertex]!));
}

function labelsOf(labels: readonly number[]): number {
  return labels.reduce((code, label) => code * OPERATIONS.length + label, 0);
}

function edgesOf(vertices: number, bits: number): [number, number][] {
  const edges: [number, number][] = [];
  for (let target = 1; target < vertices; target += 1) {
    for (let source = 0; source < target; source += 1) {
      if ((bits & bitOf(source, target)) !== 0) edges.push([source, target]);
    }
  }
  return edges;
}

const keyOf = (vertices: number, bits: number): number => vertices * 2 ** 21 + bits;

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
