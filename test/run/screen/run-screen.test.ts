import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRankSum } from '../../../src/rank/index.ts';
import { counterOf } from '../../../src/run/screen/counter.ts';
import { parseLimits } from '../../../src/run/screen/limit.ts';
import type { Known } from '../../../src/run/screen/quantity.ts';
import { runScreen } from '../../../src/run/screen/run-screen.ts';
import type { ScreenResult } from '../../../src/run/screen/screen-event.ts';
import { resolveScreening, type Screening, type ScreenOptions } from '../../../src/run/screen/screening.ts';
import { parseStage } from '../../../src/run/screen/stage.ts';
import { findSpace } from '../../../src/spaces/index.ts';

const space = findSpace('nasbench201');
const drawn = space.sample(4000, 1);

/** A number of its own for each architecture, with ties; unknown for every 17th. */
const known = (name: string, factor: number): Known => ({
  name,
  better: 'higher',
  valueOf: (arch) => {
    const index = space.indexOf(arch);
    return index % 17 === 16 ? Number.NaN : (index * factor) % 997;
  },
});
const a = known('a', 31);
const b = known('b', 57);

async function resultOf(screening: Screening): Promise<ScreenResult> {
  for await (const event of runScreen(screening)) if (event.type === 'finished') return event.result;
  throw new Error('no result');
}

const screen = (options: ScreenOptions): Promise<ScreenResult> => resultOf(resolveScreening(options));

/** The first of each isomorphism class among those that pass. */
function distinct(archs: readonly string[], passes: (arch: string) => boolean): string[] {
  const first = new Map<string, string>();
  for (const arch of archs.filter(passes)) {
    const kind = space.canonical(arch);
    if (!first.has(kind)) first.set(kind, arch);
  }
  return [...first.values()];
}

/** Stable: what ties stays in order. */
const byFalling = (archs: readonly string[], score: (arch: string) => number): string[] =>
  archs.toSorted((x, y) => score(y) - score(x));

describe('a screening', () => {
  it('keeps what sorting plainly keeps, stage by stage', async () => {
    const { count } = counterOf(space, space.defaults);
    const { rows, intake, stages } = await screen({
      archs: '4000',
      scoring: { seed: 1 },
      known: [a, b],
      limits: parseLimits('budget', 'most', 'params=8e5,a=900'),
      stages: ['flops:50%', '-b:300', 'log-rank-sum=a,b,-params'].map(parseStage),
      top: 40,
    });
    const passes = (arch: string) =>
      count(arch).params! <= 8e5 && a.valueOf(arch) <= 900 && Number.isFinite(b.valueOf(arch));
    const candidates = distinct(drawn, passes);
    expect(intake).toMatchObject({ read: 4000, admitted: candidates.length });
    expect(intake.turnedAway.map(({ count }) => count)).toEqual([
      drawn.filter((arch) => count(arch).params! > 8e5).length,
      drawn.filter((arch) => count(arch).params! <= 8e5 && !(a.valueOf(arch) <= 900)).length,
    ]);
    expect(intake.merged).toBe(drawn.filter(passes).length - candidates.length);

    const half = byFalling(candidates, (arch) => count(arch).flops!).slice(0, candidates.length >> 1);
    const some = byFalling(half, (arch) => -b.valueOf(arch)).slice(0, 300);
    const scores = logRankSum(
      [a.valueOf, b.valueOf, (arch: string) => -count(arch).params!].map((of) => some.map(of)),
    );
    const top = byFalling(some, (arch) => scores[some.indexOf(arch)]!).slice(0, 40);
    expect(rows.map(({ arch }) => arch)).toEqual(top);
    expect(rows.map(({ rank, index }) => [rank, index])).toEqual(
      top.map((arch, i) => [i + 1, space.indexOf(arch)]),
    );
    expect(rows[0]!.score).toBe(scores[some.indexOf(top[0]!)]);
    expect(rows[0]!.values).toEqual({ ...count(top[0]!), a: a.valueOf(top[0]!), b: b.valueOf(top[0]!) });
    expect(stages.map(({ ranking, entering, kept }) => [ranking, entering, kept])).toEqual([
      ['flops', candidates.length, candidates.length >> 1],
      ['-b', candidates.length >> 1, 300],
      ['log-rank-sum(a,b,-params)', 300, 40],
    ]);
  });

  it('gives the same whether candidates are pruned while they are read or not, and in any space', async () => {
    const value: Known = {
      name: 'v',
      better: 'lower',
      valueOf: (arch) => (space.indexOf(arch) * 7919) % 9973,
    };
    const screening = resolveScreening({
      known: [value],
      stages: ['v:500', '-params'].map(parseStage),
      top: 50,
      keepDuplicates: true,
    });
    const over = (more: Partial<Screening>): Promise<ScreenResult> => resultOf({ ...screening, ...more });
    const pruned = await over({});
    // The truth of all candidates is wanted, so none may be let go.
    const whole = await over({ truth: value });
    const unnumbered = await over({ space: { ...space, size: 2 ** 60 } });
    const plain = ({ rows }: ScreenResult) => rows.map(({ arch, score }) => [arch, score]);
    expect(plain(pruned)).toHaveLength(50);
    expect(plain(whole)).toEqual(plain(pruned));
    expect(plain(unnumbered)).toEqual(plain(pruned));
    expect(pruned.stages[0]).toMatchObject({ entering: 15_625, kept: 500 });
    expect(unnumbered.rows[0]).not.toHaveProperty('index');
  });

  it('draws a sample as `score` does, and merges its duplicates', async () => {
    const options = { archs: '500', scoring: { seed: 3 }, stages: [parseStage('params')], top: 10 };
    const merged = await screen(options);
    const apart = await screen({ ...options, keepDuplicates: true });
    const few = space.sample(500, 3);
    const { count } = counterOf(space, space.defaults);
    const params = (arch: string) => count(arch).params!;
    expect(apart.intake).toMatchObject({ read: 500, merged: 0, admitted: 500 });
    expect(apart.rows.map(({ arch }) => arch)).toEqual(byFalling(few, params).slice(0, 10));
    const candidates = distinct(few, () => true);
    expect(merged.intake.admitted).toBe(candidates.length);
    expect(merged.rows.map(({ arch }) => arch)).toEqual(byFalling(candidates, params).slice(0, 10));
  });

  it('adds the Pareto front of the last stage to the top', async () => {
    const { rows } = await screen({
      archs: '2000',
      known: [a],
      stages: [parseStage('a')],
      top: 5,
      pareto: 'flops',
    });
    expect(rows.slice(0, 5).map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    const candidates = distinct(space.sample(2000, 0), (arch) => Number.isFinite(a.valueOf(arch)));
    const { count } = counterOf(space, space.defaults);
    const beaten = (arch: string) =>
      candidates.some((other) => {
        const [gain, saving] = [a.valueOf(other) - a.valueOf(arch), count(arch).flops! - count(other).flops!];
        return gain >= 0 && saving >= 0 && gain + saving > 0;
      });
    const front = rows.filter(({ front }) => front).map(({ arch }) => arch);
    expect(front.toSorted()).toEqual(candidates.filter((arch) => !beaten(arch)).toSorted());
    expect(rows.every(({ rank, front }) => rank <= 5 || front)).toBe(true);
  });

  it('counts by the graph where a space has no closed forms', () => {
    const { closedForms: _, ...bare } = space;
    const skeleton = { channels: 4, cells: 1, size: 8, classes: 10 };
    const [slow, quick] = [counterOf(bare, skeleton), counterOf(space, skeleton)];
    expect(slow.names).toEqual(['params', 'macs', 'flops', 'depth']);
    fc.assert(
      fc.property(fc.nat(space.size - 1), (index) => {
        expect(quick.count(space.at(index))).toMatchObject(slow.count(space.at(index)));
      }),
      { numRuns: 20 },
    );
  });

  it('refuses what cannot be done before anything is read', () => {
    const refusal = (options: ScreenOptions) => () => resolveScreening(options);
    expect(refusal({ stages: [parseStage('flop')] })).toThrow(
      'there is no quantity "flop" to screen by; did you mean "flops"?',
    );
    expect(refusal({ limits: parseLimits('budget', 'most', 'synflow=3') })).toThrow(
      '--budget synflow: takes what is known before any proxy is computed: params, macs, flops, depth, longest_path',
    );
    expect(refusal({ pareto: 'nwot' })).toThrow('--pareto nwot: takes what is known');
    expect(refusal({ top: 0 })).toThrow('--top 0');
    expect(refusal({ archs: '20000' })).toThrow('has from 1 to 15625 architectures to draw');
    expect(refusal({ stages: [parseStage('nwot')], scoring: { batch: 1 } })).toThrow('batch 1 is too small');
  });

  it('says so where the limits leave nothing', async () => {
    await expect(screen({ limits: parseLimits('budget', 'most', 'params=10'), top: 3 })).rejects.toThrow(
      'no architecture of 15625 meets the limits: widen them',
    );
  });
});
