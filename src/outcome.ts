/** What became of one score: never a sentinel number, so that no correlation is moved by a failure. */
export type Outcome =
  | { readonly status: 'ok'; readonly value: number }
  /** The definition itself gives no finite number here, for example the logarithm of zero. */
  | { readonly status: 'nonfinite'; readonly value: 'NaN' | 'Infinity' | '-Infinity' }
  /** Not computed, for a reason known beforehand. */
  | { readonly status: 'skipped'; readonly reason: string }
  /** Should have been computed, but was not. */
  | { readonly status: 'failed'; readonly code: string; readonly message: string };

/** The code of a failure for want of memory, be it the machine's or a GPU's. */
export const OUT_OF_MEMORY = 'out-of-memory';

/** The outcome that a computed number stands for. */
export function outcomeOf(value: number): Outcome {
  if (Number.isFinite(value)) return { status: 'ok', value };
  return { status: 'nonfinite', value: String(value) as 'NaN' | 'Infinity' | '-Infinity' };
}
