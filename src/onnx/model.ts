import type { OnnxTensor } from './tensor.ts';

/** An attribute of a node, by the kinds that classification models use. */
export type Attribute =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'integers'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor }
  /** Any other: kept by name, so that the operator that has it can refuse it. */
  | { readonly kind: 'other' };

/** An operator applied to named values. */
export interface OnnxNode {
  /** Its own name, or where it stands. */
  readonly name: string;
  readonly op: string;
  /** Empty names are inputs left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** What the file says of an input or an output. */
export interface ValueInfo {
  readonly name: string;
  /** The element type's number in onnx.proto3; 0 where nothing is said. */
  readonly type: number;
  /** Extents: a number, or the name of one that is chosen at run time; undefined where nothing is said. */
  readonly dims: readonly (number | string)[] | undefined;
}

/** An ONNX model as the file has it, checked to be a graph whose nodes follow what they need. */
export interface OnnxModel {
  /** The file's name, for messages. */
  readonly path: string;
  /** The version of the default operator set. */
  readonly opset: number;
  /** Who wrote it, such as `pytorch 1.13.0`. */
  readonly producer: string;
  /** In an order in which each can be computed. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Inputs that no initializer fills. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}
