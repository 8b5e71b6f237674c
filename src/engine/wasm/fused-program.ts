import type { Node } from '../../graph/op.ts';
import { sameShape } from '../../graph/shape.ts';
import type { FusedInstruction, FusedProgram } from './fused-instruction.ts';
import { isReduction } from './roles.ts';
import { type Cluster, domainOf } from './schedule.ts';

/** A tensor that a pass reads, and the axes of the pass's domain along which it is repeated. */
export interface Operand {
  readonly node: Node;
  readonly repeated: readonly number[];
  /** What the pass has made of the image before; zeros at the first. */
  readonly before?: true;
}

/** A sum that a pass takes: of which value, over which axes of the domain. */
export interface SumTaken {
  readonly axes: readonly number[];
}

/** A reduction's result: one sum; (a variance) a sum and a sum of squares; (a covariance) two sums and one of products. */
export interface ReductionResult {
  readonly node: Node;
  readonly sums: readonly number[];
}

/** A cluster written out as a program, with what its operands, stores and sums stand for. */
export interface WrittenCluster {
  readonly program: FusedProgram;
  readonly operands: readonly Operand[];
  readonly stores: readonly Node[];
  readonly sums: readonly SumTaken[];
  readonly reductions: readonly ReductionResult[];
}

/** By how many: passes walk over four axes at most. */
const FIRST_AXES: readonly (readonly number[])[] = [[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 3]];

/** Axes of the domain that an operand of a smaller shape lacks. */
function repeatedAxes(consumer: Node, operand: Node): readonly number[] {
  if (consumer.op === 'broadcast') return (consumer as Node<'broadcast'>).attrs.axes;
  return FIRST_AXES[domainOf(consumer).length - operand.shape.length]!;
}

/**
 * Writes a cluster as a program. `isInline` says which nodes are computed on the fly, `isStored` which results are
 * wanted outside.
 */
export function writeCluster(
  cluster: Cluster,
  isInline: (node: Node) => boolean,
  isStored: (node: Node) => boolean,
): WrittenCluster {
  const rank = cluster.domain.length;
  const code: FusedInstruction[] = [];
  const operands: Operand[] = [];
  const computed = new Map<Node, number>();
  const own = new Set(cluster.roots);
  const emit = (instruction: FusedInstruction) => code.push(instruction) - 1;

  const load = (node: Node, repeated: readonly number[]) => {
    const known = operands.findIndex(
      (operand) => operand.node === node && !operand.before && sameShape(operand.repeated, repeated),
    );
    if (known >= 0) return code.findIndex((step) => step.op === 'load' && step.operand === known);
    return emit({ op: 'load', operand: operands.push({ node, repeated }) - 1 });
  };

  const loadBefore = (node: Node) =>
    emit({ op: 'load', operand: operands.push({ node, repeated: [], before: true }) - 1 });

  /** The step that holds an input's value as its consumer sees it. */
  const valueFor = (consumer: Node, input: Node): number => {
    const here = isInline(input) || (own.has(input) && !isReduction(input));
    if (here && consumer.op !== 'broadcast' && sameShape(input.shape, cluster.domain)) return compute(input);
    return load(input, repeatedAxes(consumer, input));
  };

  const compute = (node: Node): number => {
    const known = computed.get(node);
    if (known !== undefined) return known;
    const step = instructionFor(node);
    computed.set(node, step);
    return step;
  };

  const instructionFor = (node: Node): number => {
    const [a, b] = node.inputs as [Node, Node];
    switch (node.op) {
      case 'broadcast':
        return valueFor(node, a);
      case 'add':
        return emit({ op: 'add', args: [valueFor(node, a), valueFor(node, b)] });
      case 'mul': {
        if (a === b) return emit({ op: 'square', args: [valueFor(node, a)] });
        // A derivative of a ReLU: the other factor where the ReLU's input is above zero.
        const [mask, other] = a.op === 'step' && isInline(a) ? [a, b] : [b, a];
        if (mask.op === 'step' && isInline(mask) && sameShape(mask.shape, node.shape)) {
          return emit({ op: 'mask', args: [valueFor(mask, mask.inputs[0]!), valueFor(node, other)] });
        }
        return emit({ op: 'mul', args: [valueFor(node, a), valueFor(node, b)] });
      }
      case 'cumsum':
        return emit({ op: 'add', args: [valueFor(node, a), loadBefore(node)] });
      case 'scale':
        return emit({ op: 'scale', args: [valueFor(node, a)], by: (node as Node<'scale'>).attrs.factor });
      case 'shift':
        return emit({ op: 'shift', args: [valueFor(node, a)], by: (node as Node<'shift'>).attrs.offset });
      case 'abs':
      case 'sqrt':
      case 'reciprocal':
      case 'relu':
      case 'step':
      case 'sign':
      case 'exp':
      case 'sigmoid':
      case 'erf':
        return emit({ op: node.op, args: [valueFor(node, a)] });
      default:
        throw new Error(`${node.op} is not elementwise`);
    }
  };

  const stores: Node[] = [];
  const storeSteps: number[] = [];
  const sums: SumTaken[] = [];
  const sumSteps: { value: number; total: boolean }[] = [];
  const sumOf = (value: number, axes: readonly number[]) => {
    const known = sumSteps.findIndex((sum, i) => sum.value === value && sameShape(sums[i]!.axes, axes));
    if (known >= 0) return known;
    sums.push({ axes });
    return sumSteps.push({ value, total: axes.includes(rank - 1) }) - 1;
  };
  const reductions: ReductionResult[] = [];
  for (const root of cluster.roots) {
    if (root.op === 'sum') {
      const value = valueFor(root, root.inputs[0]!);
      reductions.push({ node: root, sums: [sumOf(value, (root as Node<'sum'>).attrs.axes)] });
    } else if (isReduction(root)) {
      const axes = cluster.domain.map((_, axis) => axis).slice(0, -1);
      // Products are float32: taken from the first pixel, they do not drown a small variance in a large mean.
      const values = root.inputs.map((input) => {
        const near = valueFor(root, input);
        if (isInline(input) || own.has(input)) return near;
        return emit({ op: 'sub', args: [near, load(input, axes)] });
      });
      const [a, b] = values as [number, number?];
      const products =
        b === undefined ? emit({ op: 'square', args: [a] }) : emit({ op: 'mul', args: [a, b] });
      reductions.push({ node: root, sums: [...values, products].map((value) => sumOf(value, axes)) });
    } else {
      const value = compute(root);
      if (!isStored(root)) continue;
      stores.push(root);
      storeSteps.push(value);
    }
  }
  const program: FusedProgram = {
    operands: operands.map(({ repeated }) => ({
      splat: repeated.includes(rank - 1),
      steady: repeated.includes(rank - 2) || rank === 1,
    })),
    code,
    stores: storeSteps,
    sums: sumSteps,
  };
  return { program, operands, stores, sums, reductions };
}
