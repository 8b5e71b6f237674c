/** A column of doubles that grows by doubling. */
export interface GrowingColumn {
  push(value: number): void;
  /** Lets go of all rows but these, which are in ascending order. */
  keep(rows: Int32Array): void;
  /** What it holds so far; a view, good until the next change. */
  values(): Float64Array;
}

const FIRST_LENGTH = 1024;

export function growingColumn(): GrowingColumn {
  let held = new Float64Array(FIRST_LENGTH);
  let length = 0;
  return {
    push(value) {
      if (length === held.length) {
        const larger = new Float64Array(2 * length);
        larger.set(held);
        held = larger;
      }
      held[length] = value;
      length += 1;
    },
    keep(rows) {
      for (let i = 0; i < rows.length; i += 1) held[i] = held[rows[i]!]!;
      length = rows.length;
    },
    values: () => held.subarray(0, length),
  };
}
