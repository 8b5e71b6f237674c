import type { Node } from '../../../../src/graph/op.ts';

/** A parameter: its name, its extents, and how many inputs feed each output; null for what starts at zero. */
export interface DesignParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly fanIn: number | null;
}

/** A small network over batches of architectures. */
export interface NetworkDesign {
  /** Tells designs of different computations apart. */
  readonly key: string;
  /** Extents of one architecture's part of each input. */
  readonly inputs: ReadonlyMap<string, readonly number[]>;
  readonly parameters: readonly DesignParameter[];
  /** One number an architecture, [batch, 1]. */
  output(at: DesignNodes): Node;
}

/** The nodes that a design is built from. */
export interface DesignNodes {
  readonly batch: number;
  /** [batch, …extents]. */
  input(name: string): Node;
  parameter(name: string): Node;
}

export type Weights = ReadonlyMap<string, Float32Array>;
