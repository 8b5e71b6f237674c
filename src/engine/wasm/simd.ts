/** What the code of the kernels may count on. */
export interface Simd {
  /** Fused multiply-add, whose last bits may differ between kinds of processor. */
  readonly fused: boolean;
  /** V8 joins two operations on neighbouring vectors into one of 256 bits: the same numbers, twice as fast. */
  readonly wide: boolean;
}

/** Vectors of a kernel's tile that fit the sixteen registers beside its operands. */
export function accumulatorsFor({ wide }: Simd, vectors: number): number {
  return wide && vectors % 2 === 0 ? 16 : 8;
}

/** Vectors of channels that an elementwise kernel takes a turn: two where V8 joins them. */
export function vectorsPerTurn({ wide }: Simd, vectors: number): 1 | 2 {
  return wide && vectors % 2 === 0 ? 2 : 1;
}
