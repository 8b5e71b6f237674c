import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Lifetime, planArena } from '../../src/engine/wasm/arena.ts';

const ALIGNMENT = 64;
const rounded = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const lifetimes = fc.array(
  fc
    .record({ bytes: fc.oneof(fc.nat(300), fc.nat(5000)), first: fc.nat(15), length: fc.nat(6) })
    .map(({ bytes, first, length }): Lifetime => ({ bytes, first, last: first + length })),
  { maxLength: 25 },
);

it('lets no two buffers overlap that are alive at the same step', () => {
  fc.assert(
    fc.property(lifetimes, (lives) => {
      const { offsets, bytes } = planArena(lives);
      lives.forEach((a, i) => {
        expect(offsets[i]! % ALIGNMENT).toBe(0);
        expect(offsets[i]! + a.bytes).toBeLessThanOrEqual(bytes);
        lives.slice(0, i).forEach((b, j) => {
          if (a.last < b.first || b.last < a.first || a.bytes === 0 || b.bytes === 0) return;
          const apart = offsets[i]! + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= offsets[i]!;
          expect(apart, `${j} and ${i}`).toBe(true);
        });
      });
    }),
    { numRuns: 300 },
  );
});

it('takes no more than all together, and no less than what is alive at once', () => {
  fc.assert(
    fc.property(lifetimes, (lives) => {
      const { bytes } = planArena(lives);
      const alive = (step: number) =>
        lives.reduce((sum, life) => sum + (life.first <= step && step <= life.last ? life.bytes : 0), 0);
      expect(bytes).toBeLessThanOrEqual(lives.reduce((sum, life) => sum + rounded(life.bytes), 0));
      for (let step = 0; step <= 21; step += 1) expect(bytes).toBeGreaterThanOrEqual(alive(step));
    }),
    { numRuns: 300 },
  );
});

it('gives a chain the memory of its two largest neighbours', () => {
  const chain = Array.from({ length: 20 }, (_, i): Lifetime => ({ bytes: 640, first: i, last: i + 1 }));
  expect(planArena(chain).bytes).toBe(1280);
});
