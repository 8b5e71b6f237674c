/** Rotation constants of Threefry-2x32 (Salmon et al., SC 2011, table 2). */
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const KEY_PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a counter-based generator, so the value at any position is had without the ones
 * before it (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 * Encrypts the counter (c0, c1) under the key (k0, k1) and writes two unsigned 32-bit words to `out`.
 */
export function threefry2x32(k0: number, k1: number, c0: number, c1: number, out: Uint32Array): void {
  const k2 = k0 ^ k1 ^ KEY_PARITY;
  const keys = [k0, k1, k2];
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let group = 0; group < 5; group += 1) {
    const offset = (group & 1) * 4;
    for (let round = 0; round < 4; round += 1) {
      const r = ROTATIONS[offset + round]!;
      x0 = (x0 + x1) | 0;
      x1 = (x1 << r) | (x1 >>> (32 - r));
      x1 ^= x0;
    }
    x0 = (x0 + keys[(group + 1) % 3]!) | 0;
    x1 = (x1 + keys[(group + 2) % 3]! + group + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}
