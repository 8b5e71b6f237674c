/** A buffer that is needed from one step to another, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

const ALIGNMENT = 64;

/**
 * Gives each buffer an offset so that those alive at the same time do not overlap: larger ones first, each at the lowest
 * place that is free for all its life. Returns the offsets and the size of the whole.
 */
export function planArena(lifetimes: readonly Lifetime[]): { offsets: number[]; bytes: number } {
  const offsets = new Array<number>(lifetimes.length).fill(0);
  const order = lifetimes.map((_, i) => i).sort((a, b) => lifetimes[b]!.bytes - lifetimes[a]!.bytes || a - b);
  /** Placed buffers, by offset. */
  const placed: number[] = [];
  let bytes = 0;
  for (const i of order) {
    const { first, last, bytes: size } = lifetimes[i]!;
    let offset = 0;
    for (const other of placed) {
      const life = lifetimes[other]!;
      if (life.last < first || life.first > last) continue;
      if (offsets[other]! >= offset + size) break;
      offset = Math.max(offset, aligned(offsets[other]! + life.bytes));
    }
    offsets[i] = offset;
    bytes = Math.max(bytes, aligned(offset + size));
    const position = placed.findIndex((other) => offsets[other]! > offset);
    placed.splice(position < 0 ? placed.length : position, 0, i);
  }
  return { offsets, bytes };
}

/** The next place at which a tensor may start. */
export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
