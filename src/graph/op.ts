import type { Graph } from './graph.ts';
import type { Shape } from './shape.ts';

/** [top, left, bottom, right], as in ONNX. */
export type Padding = readonly [number, number, number, number];

export interface ConvAttrs {
  readonly stride: readonly [number, number];
  readonly padding: Padding;
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

export interface PoolAttrs {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: Padding;
}

export interface AvgPoolAttrs extends PoolAttrs {
  /** Whether padding counts in the divisor; NAS benchmarks say no. */
  readonly countIncludePad: boolean;
}

/** Height and width of images that an operation makes: a gradient's, which a stride forgets, or larger ones. */
export interface ImageExtent {
  readonly image: readonly [number, number];
}

export type ParameterInit =
  /** As the layer that owns it says (PyTorch's defaults), or from a checkpoint. */
  | 'default'
  /** Standard normal weights, biases 0, scales 1: what Zen-Score prescribes, whatever the checkpoint. */
  | 'gaussian';

// biome-ignore lint/complexity/noBannedTypes: an operation without attributes has exactly the empty object
type None = {};

/** The primitives and what each needs to know besides its inputs. */
export interface OpAttrs {
  input: { readonly name: string; readonly extents: Shape };
  /** `absolute`: fed as its absolute value. */
  parameter: {
    readonly name: string;
    readonly extents: Shape;
    readonly init: ParameterInit;
    readonly absolute: boolean;
  };
  constant: { readonly value: number };
  detach: None;
  add: None;
  mul: None;
  scale: { readonly factor: number };
  shift: { readonly offset: number };
  exp: None;
  erf: None;
  sigmoid: None;
  log: None;
  sqrt: None;
  reciprocal: None;
  abs: None;
  sign: None;
  relu: None;
  step: None;
  sum: { readonly axes: readonly number[] };
  /** `reverse`: of each image and all after it. */
  cumsum: { readonly reverse: boolean };
  broadcast: { readonly extents: Shape; readonly axes: readonly number[] };
  variance: None;
  covariance: None;
  reshape: { readonly extents: Shape };
  transpose: { readonly order: readonly number[] };
  slice: { readonly axis: number; readonly start: number; readonly length: number };
  pad: { readonly axis: number; readonly before: number; readonly after: number };
  concat: { readonly axis: number };
  stretch: ImageExtent;
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean };
  conv2d: ConvAttrs;
  conv2dInputGrad: ConvAttrs & ImageExtent;
  conv2dWeightGrad: ConvAttrs & { readonly kernel: readonly [number, number] };
  avgPool: AvgPoolAttrs;
  avgPoolGrad: AvgPoolAttrs & ImageExtent;
  maxPool: PoolAttrs;
  maxPoolGather: PoolAttrs;
  maxPoolGrad: PoolAttrs;
  logSoftmax: None;
  agreement: None;
}

export type OpName = keyof OpAttrs;

/** One value of a graph. Nodes are immutable, and equal computations are the same node. */
export interface Node<K extends OpName = OpName> {
  readonly graph: Graph;
  /** Position in the graph's order of construction, which is a topological order. */
  readonly id: number;
  readonly op: K;
  readonly inputs: readonly Node[];
  readonly attrs: OpAttrs[K];
  readonly shape: Shape;
  /** The operation with its attributes, as text that is different for different ones. */
  readonly label: string;
}

/** A primitive: its shape, its cost and its derivatives, stated in terms of primitives. */
export interface OpDefinition<K extends OpName> {
  readonly name: K;
  /** The output's shape. Throws {@link GraphError} on inputs that do not fit. */
  infer(inputs: readonly Shape[], attrs: OpAttrs[K]): Shape;
  /** Multiply-accumulates of a linear operation; absent means none. */
  macs?(node: Node<K>): number;
  /** Floating-point operations; absent means twice the multiply-accumulates. */
  flops?(node: Node<K>): number;
  /** Reverse mode: the gradient with respect to each input (null: none), given that with respect to the output. */
  vjp(node: Node<K>, gradient: Node): readonly (Node | null)[];
  /** Forward mode: the output's tangent, given the inputs' (null: zero). */
  jvp(node: Node<K>, tangents: readonly (Node | null)[]): Node | null;
}
