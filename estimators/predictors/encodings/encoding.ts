import type { CellView } from '../../../src/spaces/cell.ts';
import type { Matrix } from '../matrix.ts';
import type { Sample } from '../sample.ts';

/** What an encoding is made for. */
export interface EncodingContext {
  /** Undefined where the samples have no cells. */
  readonly view: CellView | undefined;
  /** Names of the zero-cost scores. */
  readonly proxies: readonly string[];
  readonly seen: number;
}

/** What an encoding learnt from the training architectures, as plain JSON. */
export type EncodingState = readonly string[];

/** A way to make numbers of an architecture. */
export interface Encoding {
  readonly name: string;
  readonly title: string;
  readonly cite: string;
  /** What it needs of the samples. */
  readonly needs: 'cell' | 'scores' | 'curve';
  /** Values that are ranked rather than measured: their scale is made that of normal scores. */
  readonly isRanked: boolean;
  /** Names of the columns, where they depend on the training architectures: what {@link encode} is given. */
  fit(samples: readonly Sample[], context: EncodingContext): EncodingState;
  /** One row a sample, one column for each entry of the state. NaN where a sample has no value. */
  encode(samples: readonly Sample[], state: EncodingState, context: EncodingContext): Matrix;
}
