import type { CellGraph } from '../../src/spaces/cell.ts';

/** One architecture in every form that an encoding may ask for. */
export interface Sample {
  /** Null where the space has no graph view. */
  readonly cell: CellGraph | null;
  /** Zero-cost scores in the order of the data set's proxies; NaN where there is none. */
  readonly scores: readonly number[];
  /** The first epochs of the learning curve, in the unit of the target; empty where there is none. */
  readonly curve: readonly number[];
}

/** What is known of all samples of a data set. */
export interface SampleKind {
  /** The id of the space whose cells the samples have; null where they have none. */
  readonly space: string | null;
  readonly proxies: readonly ProxyColumn[];
  /** Epochs of the curve that are seen; 0 where there is no curve. */
  readonly seen: number;
}

/** A column of scores. */
export interface ProxyColumn {
  readonly name: string;
  readonly better: 'higher' | 'lower';
}
