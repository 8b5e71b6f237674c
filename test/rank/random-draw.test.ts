import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOfDraw, drawsUntil, markedInDraw, recallOfBest } from '../../src/rank/index.ts';

interface Golden {
  readonly rows: number;
  readonly marked: number;
  readonly drawn: number;
  readonly confidence: number;
  readonly markedInDraw: [number, number];
  readonly drawsMean: number;
  readonly drawsUntil: [number, number];
}

const golden = JSON.parse(
  readFileSync(new URL('random-draw.json', import.meta.url), 'utf8'),
) as readonly Golden[];

/** All sets of k of the items. */
function choices<T>(items: readonly T[], k: number): T[][] {
  if (k === 0) return [[]];
  return items.flatMap((item, i) => choices(items.slice(i + 1), k - 1).map((rest) => [item, ...rest]));
}

describe('random draws without replacement', () => {
  it.each(golden)('$rows rows, $marked marked, $drawn drawn, $confidence: as scipy has it', (row) => {
    const { rows, marked, drawn, confidence } = row;
    expect(markedInDraw(rows, marked, drawn, confidence)).toEqual(row.markedInDraw);
    const { mean, interval } = drawsUntil(rows, marked, confidence);
    expect(mean).toBeCloseTo(row.drawsMean, 10);
    expect(interval).toEqual(row.drawsUntil);
  });

  it('the best of a draw is that of all draws', () => {
    const cases = fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 })
      .chain((values) => fc.tuple(fc.constant(values), fc.integer({ min: 1, max: values.length })));
    fc.assert(
      fc.property(cases, fc.constantFrom(0.51, 0.83, 0.957), ([values, drawn], confidence) => {
        const bests = choices(values, drawn)
          .map((draw) => Math.max(...draw))
          .sort((a, b) => a - b);
        const { mean, interval } = bestOfDraw(values, drawn, confidence);
        expect(mean).toBeCloseTo(bests.reduce((a, b) => a + b) / bests.length, 10);
        // The smallest value that this share of the draws does not exceed; none of these shares is met exactly.
        const quantile = (q: number) => bests[Math.ceil(q * bests.length - 1e-9) - 1];
        expect(interval).toEqual([quantile((1 - confidence) / 2), quantile((1 + confidence) / 2)]);
      }),
    );
  });

  it('recall is the mean over all ways to break ties', () => {
    const cases = fc
      .array(fc.tuple(fc.nat(3), fc.boolean()), { minLength: 1, maxLength: 9 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.integer({ min: 1, max: rows.length })));
    fc.assert(
      fc.property(cases, ([rows, size]) => {
        const truth = rows.map(([value]) => value);
        const chosen = rows.flatMap(([, isChosen], i) => (isChosen ? [i] : []));
        const sets = choices(
          truth.map((_, i) => i),
          size,
        ).filter((set) => set.every((i) => truth.every((value, j) => set.includes(j) || value <= truth[i]!)));
        const recalls = sets.map((set) => set.filter((i) => chosen.includes(i)).length / size);
        const found = recallOfBest(
          truth,
          chosen.map((i) => truth[i]!),
          size,
        );
        expect(found).toBeCloseTo(recalls.reduce((a, b) => a + b) / recalls.length, 12);
      }),
    );
  });

  it('refuses what cannot be drawn', () => {
    expect(() => bestOfDraw([1, 2], 3, 0.95)).toThrow('a draw of 3 of 2 values');
    expect(() => bestOfDraw([1, Number.NaN], 1, 0.95)).toThrow('NaN');
    expect(() => drawsUntil(5, 0, 0.95)).toThrow('0 of 5 rows are marked');
    expect(() => recallOfBest([1, 2], [2], 3)).toThrow('k = 3 of 2 rows');
    expect(() => recallOfBest([1, 2], [Number.NaN], 1)).toThrow('chosen row 0 is NaN');
  });
});
