/** State size and recurrence offset of MT19937 (Matsumoto and Nishimura, 1998). */
const SIZE = 624;
const MIDDLE = 397;

/**
 * Shuffles in place exactly as Python 3's `random.seed(seed); random.shuffle(items)`. Benchmarks published from
 * Python number their entries by such shuffles; for all else there is {@link randomStream}.
 * The seed is an integer of up to 53 bits, of which Python uses the magnitude.
 */
export function shuffleAsPython<T>(
  items: { [index: number]: T; readonly length: number },
  seed: number,
): void {
  const next = mersenneTwister(seed);
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = below(i + 1, next);
    const moved = items[i]!;
    items[i] = items[j]!;
    items[j] = moved;
  }
}

/** Uniform in [0, bound): Python's `_randbelow_with_getrandbits`, which draws again until the value fits. */
function below(bound: number, next: () => number): number {
  const unused = Math.clz32(bound);
  let value = next() >>> unused;
  while (value >= bound) value = next() >>> unused;
  return value;
}

/**
 * The 32-bit outputs of MT19937 seeded as Python seeds it with an integer: by the array of its 32-bit digits, the
 * lowest first (`init_by_array` of the authors' reference code).
 */
export function mersenneTwister(seed: number): () => number {
  const magnitude = Math.abs(seed);
  const high = Math.floor(magnitude / 2 ** 32);
  const state = stateFromKey(high === 0 ? [magnitude] : [magnitude % 2 ** 32, high]);
  let at = SIZE;
  return () => {
    if (at === SIZE) {
      regenerate(state);
      at = 0;
    }
    let word = state[at]!;
    at += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

function stateFromKey(key: readonly number[]): Int32Array {
  const state = new Int32Array(SIZE);
  state[0] = 19650218;
  for (let i = 1; i < SIZE; i += 1) state[i] = Math.imul(1812433253, previousMixed(state, i)) + i;
  let i = 1;
  const step = () => {
    i += 1;
    if (i < SIZE) return;
    state[0] = state[SIZE - 1]!;
    i = 1;
  };
  for (let k = 0; k < SIZE; k += 1) {
    const digit = k % key.length;
    state[i] = (state[i]! ^ Math.imul(previousMixed(state, i), 1664525)) + key[digit]! + digit;
    step();
  }
  for (let k = 1; k < SIZE; k += 1) {
    state[i] = (state[i]! ^ Math.imul(previousMixed(state, i), 1566083941)) - i;
    step();
  }
  state[0] = 0x80000000;
  return state;
}

function previousMixed(state: Int32Array, i: number): number {
  const previous = state[i - 1]!;
  return previous ^ (previous >>> 30);
}

/** The next 624 words of the recurrence, in place. */
function regenerate(state: Int32Array): void {
  for (let i = 0; i < SIZE; i += 1) {
    const joined = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
    const twist = joined & 1 ? 0x9908b0df : 0;
    state[i] = state[(i + MIDDLE) % SIZE]! ^ (joined >>> 1) ^ twist;
  }
}
