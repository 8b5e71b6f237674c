import type { Node, OpName } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { inputGradBorder } from '../grad-border.ts';

/**
 * Who computes a node.
 * - `feed`: the caller gives it.
 * - `host`: plain loops in float64, for channel vectors, logits and other small tensors, whose cost is nothing and whose
 *   precision is worth having, and for what no kernel does.
 * - `alias`: the same memory as its input.
 * - `fused`: an elementwise operation, part of a pass with others.
 * - `reduction`: sums that such a pass takes on its way.
 * - `kernel`: a kernel of its own.
 */
export type Role = 'feed' | 'host' | 'alias' | 'fused' | 'reduction' | 'kernel';

/** Elements up to which a tensor is small. */
export const SMALL = 8192;
/** Axes that a fused pass can walk: image, row, column, channel. */
const WALKED = 4;

const ELEMENTWISE: ReadonlySet<OpName> = new Set<OpName>([
  'add',
  'mul',
  'scale',
  'shift',
  'sqrt',
  'reciprocal',
  'abs',
  'sign',
  'relu',
  'step',
  'exp',
  'sigmoid',
  'erf',
  'broadcast',
  'cumsum',
]);

const WINDOWED: ReadonlySet<OpName> = new Set<OpName>([
  'conv2d',
  'conv2dWeightGrad',
  'avgPool',
  'avgPoolGrad',
  'maxPool',
  'maxPoolGather',
  'maxPoolGrad',
  'agreement',
  'stretch',
]);

const REDUCING: ReadonlySet<OpName> = new Set<OpName>(['sum', 'variance', 'covariance']);

/** Along the last axis only: there convolutional networks join and split channels. */
const MOVING: ReadonlySet<OpName> = new Set<OpName>(['concat', 'slice', 'pad']);

/** What is computed in WebAssembly where it is worth it; anything else is left to the host's loops. */
export const IN_WEBASSEMBLY: ReadonlySet<OpName> = new Set<OpName>([
  ...ELEMENTWISE,
  ...WINDOWED,
  ...MOVING,
  'conv2dInputGrad',
  'matmul',
  ...REDUCING,
  'detach',
  'reshape',
]);

/** The roles of a graph's nodes, and where their values live. */
export class Roles {
  /** By the node's id: the graph has thousands, and each is asked for many times. */
  readonly #roles: Role[] = [];
  readonly #onHost: boolean[] = [];
  readonly #small: number;

  /** Nodes in topological order; tensors of up to `small` elements count as small. */
  constructor(order: readonly Node[], small: number) {
    this.#small = small;
    for (const node of order) {
      const role = this.#decide(node);
      this.#roles[node.id] = role;
      this.#onHost[node.id] =
        role === 'feed'
          ? node.shape.length <= 2 && this.#isSmall(node)
          : role === 'host' || role === 'reduction' || node.op === 'agreement';
    }
  }

  of(node: Node): Role {
    return this.#roles[node.id]!;
  }

  /** Whether the value is a float64 array of the host, rather than a tensor in the engine's memory. */
  onHost(node: Node): boolean {
    return this.#onHost[node.id]!;
  }

  #isSmall(node: Node): boolean {
    return sizeOf(node.shape) <= this.#small;
  }

  #decide(node: Node): Role {
    if (node.op === 'input' || node.op === 'parameter') return 'feed';
    if (WINDOWED.has(node.op)) return 'kernel';
    if (node.op === 'conv2dInputGrad') {
      return inputGradBorder(node as Node<'conv2dInputGrad'>).every((width) => width >= 0)
        ? 'kernel'
        : 'host';
    }
    const hosted = node.inputs.every((input) => this.onHost(input));
    if (node.op === 'detach' || node.op === 'reshape') return hosted ? 'host' : 'alias';
    if (node.op === 'matmul')
      return hosted && node.inputs.every((input) => this.#isSmall(input)) ? 'host' : 'kernel';
    if (isReduction(node)) return !hosted && canReduce(node) ? 'reduction' : 'host';
    if (hosted && (this.#isSmall(node) || node.shape.length === 0)) return 'host';
    // A pass finds the image before at hand, not the one after.
    if (node.op === 'cumsum' && (node.shape.length < WALKED || (node as Node<'cumsum'>).attrs.reverse))
      return 'host';
    if (movesChannels(node)) return 'kernel';
    return ELEMENTWISE.has(node.op) && node.shape.length <= WALKED ? 'fused' : 'host';
  }
}

function movesChannels(node: Node): boolean {
  const { length } = node.shape;
  if (!MOVING.has(node.op) || length > WALKED) return false;
  return (node as Node<'concat' | 'slice' | 'pad'>).attrs.axis === length - 1;
}

/** Whether an operation makes fewer numbers of a tensor's many. */
export const isReduction = ({ op }: Node): boolean => REDUCING.has(op);

/** A pass keeps its sums for the length of a row, so it adds up along rows at least. */
function canReduce(node: Node): boolean {
  const rank = node.inputs[0]!.shape.length;
  if (rank > WALKED) return false;
  return node.op === 'sum' ? rank === 1 || (node as Node<'sum'>).attrs.axes.includes(rank - 2) : rank > 1;
}
