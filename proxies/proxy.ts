import type { Network } from '../src/graph/network.ts';
import type { Node } from '../src/graph/op.ts';
import type { Quantities } from './quantities.ts';

/** What a score is finished with, besides the numbers that the graph gave. */
export interface Batch {
  readonly size: number;
  readonly classes: number;
  /** The class of each sample. */
  readonly labels: Int32Array;
}

interface Described {
  /** The field's name, as on the command line and in tables. */
  readonly name: string;
  readonly title: string;
  /** Which way a better network scores, as its paper has it. */
  readonly better: 'higher' | 'lower';
  /** What it takes, in words. */
  readonly cost: string;
  readonly cite: string;
  /** The least batch for which it means anything. */
  readonly minBatch: number;
  /** What a network must have for it and this one has not, in words; absent where any network has it. */
  readonly lacks?: (network: Network) => string | undefined;
}

/** A score that follows from the architecture alone. */
export interface Count extends Described {
  readonly count: (network: Network) => number;
}

/** A score that a graph computes. */
export interface Measure extends Described {
  /** The nodes whose values are wanted: scalars and small matrices, by names of its own choice. */
  readonly build: (quantities: Quantities) => Readonly<Record<string, Node>>;
  /** The score from those values. */
  readonly finish: (values: Readonly<Record<string, Float64Array>>, batch: Batch) => number;
}

/** A zero-cost proxy: data, collected in `index.ts`. */
export type ProxyDefinition = Count | Measure;

/** A proxy whose score is one node of the graph. */
export function scalarProxy(
  definition: Described & { readonly build: (quantities: Quantities) => Node },
): ProxyDefinition {
  return {
    ...definition,
    build: (quantities) => ({ value: definition.build(quantities) }),
    finish: ({ value }) => value![0]!,
  };
}
