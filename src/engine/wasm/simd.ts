/** What the code of the kernels may count on. */
export interface Simd {
  /** Fused multiply-add, whose last bits may differ between kinds of processor. */
  readonly fused: boolean;
  /** V8 joins two operations on neighbouring vectors into one of 256 bits: the same numbers, twice as fast. */
  readonly wide: boolean;
}

/** Vectors of a kernel's tile that fit the sixteen registers beside its operands. */
function accumulatorsFor({ wide }: Simd, vectors: number): number {
  if (wide && vectors === 4) return 24;
  return wide && vectors % 2 === 0 ? 16 : 8;
}

/** Tiles of one size, one after the other. */
export interface Tiles {
  readonly size: number;
  readonly count: number;
}

/**
 * How an extent is cut into tiles whose accumulators, `vectors` for each element, stay in registers: as large as they may be, but
 * rather some of two thirds than single elements, whose sums would wait for one another.
 */
export function tilesFor(simd: Simd, vectors: number, extent: number): readonly Tiles[] {
  const most = Math.max(1, Math.floor(accumulatorsFor(simd, vectors) / vectors));
  const less = Math.max(1, Math.floor((2 * most) / 3));
  let large = Math.floor(extent / most);
  while (large >= 0 && (extent - large * most) % less !== 0) large -= 1;
  if (large < 0) large = Math.floor(extent / most);
  const rest = extent - large * most;
  const small = Math.floor(rest / less);
  const tiles = [
    { size: most, count: large },
    { size: less, count: small },
    { size: 1, count: rest - small * less },
  ];
  return tiles.filter(({ count }) => count > 0);
}

/** Vectors of channels that an elementwise kernel takes a turn: two where V8 joins them. */
export function vectorsPerTurn({ wide }: Simd, vectors: number): 1 | 2 {
  return wide && vectors % 2 === 0 ? 2 : 1;
}
