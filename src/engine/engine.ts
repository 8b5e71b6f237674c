import type { Node } from '../graph/op.ts';

/** Gives the numbers of an input or a parameter, in the order of its shape. */
export type Feed = (node: Node<'input'> | Node<'parameter'>) => Float32Array | Float64Array;

/** A compiled graph. */
export interface Program {
  /** Computes the outputs, each in float64 whatever the engine reckons in. */
  run(feed: Feed): Map<string, Float64Array>;
}

/** Something that can compute graphs. */
export interface Engine {
  readonly id: string;
  /** What of its workings may decide the last bits of a result, for the protocol. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
  /** Prepares the computation of these nodes, all of one graph. */
  compile(outputs: ReadonlyMap<string, Node>): Program;
}

/** A compiled graph whose outputs come later. */
export interface AsyncProgram {
  /** Computes the outputs, each in float64 whatever the engine reckons in. Leaves nothing allocated. */
  run(feed: Feed): Promise<Map<string, Float64Array>>;
}

/** An engine that lends itself to a library or a device, which answers later. */
export interface AsyncEngine extends Omit<Engine, 'compile'> {
  /** Prepares the computation of these nodes, all of one graph. */
  compile(outputs: ReadonlyMap<string, Node>): AsyncProgram;
}
