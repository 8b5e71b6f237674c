/** Numbers of one allocation that short arrays share. */
const SHARED = 2048;
/** Arrays of more numbers than this have their own, */
const SHORT = 256;
/** and those of no more than this V8 makes at once, with its other objects. */
const TINY = 8;

let shared = new ArrayBuffer(8 * SHARED);
let taken = 0;

/**
 * A new array of zeros. For each typed array of more than 64 bytes V8 asks the system for memory, and has a helper thread give it
 * back: 2 microseconds, ten times what a view of a larger one takes, and the host computes thousands of vectors for an
 * architecture. So short ones are views of shared memory, 16 KB, which lasts as long as one of them: copy what is given away.
 */
export function zeros(length: number): Float64Array {
  if (length <= TINY || length > SHORT) return new Float64Array(length);
  if (taken + length > SHARED) {
    shared = new ArrayBuffer(8 * SHARED);
    taken = 0;
  }
  const array = new Float64Array(shared, 8 * taken, length);
  taken += length;
  return array;
}
