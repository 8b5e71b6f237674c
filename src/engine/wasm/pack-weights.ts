/** Elements between a convolution's neighbouring weights: tap rows, tap columns, inputs and outputs. */
export interface WeightStrides {
  readonly row: number;
  readonly column: number;
  readonly in: number;
  readonly out: number;
}

/** Where the weights of a convolution lie. */
export interface WeightView extends WeightStrides {
  /** The element at which they begin. */
  readonly offset: number;
}

/** A block of output channels that one call of a kernel computes. */
export interface Block {
  readonly first: number;
  /** Output channels. */
  readonly outs: number;
  /** Vectors that hold them. */
  readonly vectors: number;
}

/** The widest block: four vectors, which with two pixels fill the registers. */
export const WIDEST = 16;

export function blocksOf(outs: number): Block[] {
  const blocks: Block[] = [];
  for (let first = 0; first < outs; first += WIDEST) {
    const here = Math.min(WIDEST, outs - first);
    blocks.push({ first, outs: here, vectors: Math.ceil(here / 4) });
  }
  return blocks;
}

/** Whether all blocks lie in memory as a kernel reads them: whole vectors, output channels side by side, taps in a row. */
export function needsNoPacking(
  view: WeightStrides,
  [, columns, ins]: readonly [number, number, number],
  outs: number,
): boolean {
  return (
    outs % 4 === 0 && view.out === 1 && view.column === ins * view.in && view.row === columns * view.column
  );
}

/** Elements of one block's packed weights. */
export const packedSize = (taps: number, ins: number, { vectors }: Block): number => taps * ins * vectors * 4;
