const numbers = new WeakMap<Float32Array, number>();
let count = 0;

/** Promises that an array's numbers never change, so that an engine may keep what it makes of them for the next network. */
export function lasting(values: Float32Array): Float32Array {
  if (!numbers.has(values)) numbers.set(values, count++);
  return values;
}

export const isLasting = (values: Float32Array | Float64Array): values is Float32Array =>
  lastingNumber(values) !== undefined;

/** Tells an array that never changes from all others that there ever were; absent where nobody promised it. */
export const lastingNumber = (values: Float32Array | Float64Array): number | undefined =>
  values instanceof Float32Array ? numbers.get(values) : undefined;
