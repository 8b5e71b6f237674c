import type { ArchColumn } from './arch-column.ts';

/** Architectures that are still in the running, with what is known of each by name. */
export interface Candidates {
  readonly archs: ArchColumn;
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/** These rows alone, in this order. */
export function selectCandidates({ archs, columns }: Candidates, rows: Int32Array): Candidates {
  return {
    archs: archs.select(rows),
    columns: new Map(
      [...columns].map(([name, values]) => [name, Float64Array.from(rows, (row) => values[row]!)]),
    ),
  };
}
