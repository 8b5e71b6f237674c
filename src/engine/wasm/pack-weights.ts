/** Where the weights of a convolution lie, in elements: strides of tap rows, tap columns, inputs and outputs. */
export interface WeightView {
  readonly offset: number;
  readonly row: number;
  readonly column: number;
  readonly in: number;
  readonly out: number;
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
  view: WeightView,
  [, columns, ins]: readonly [number, number, number],
  outs: number,
): boolean {
  return (
    outs % 4 === 0 && view.out === 1 && view.column === ins * view.in && view.row === columns * view.column
  );
}

/** Elements of one block's packed weights. */
export const packedSize = (taps: number, ins: number, { vectors }: Block): number => taps * ins * vectors * 4;

/** Packs a block's weights [row, column, in, 4 * vectors], zeros where the block has fewer output channels. */
export function packWeights(
  memory: Float32Array,
  view: WeightView,
  [rows, columns, ins]: readonly [number, number, number],
  block: Block,
  to: number,
): void {
  const width = block.vectors * 4;
  let target = to;
  for (let ky = 0; ky < rows; ky += 1) {
    for (let kx = 0; kx < columns; kx += 1) {
      let source = view.offset + ky * view.row + kx * view.column + block.first * view.out;
      for (let i = 0; i < ins; i += 1) {
        for (let o = 0; o < block.outs; o += 1) memory[target + o] = memory[source + o * view.out]!;
        for (let o = block.outs; o < width; o += 1) memory[target + o] = 0;
        target += width;
        source += view.in;
      }
    }
  }
}
