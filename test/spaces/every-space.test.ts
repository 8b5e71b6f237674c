import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flops, macs, params } from '../../proxies/counts.ts';
import { InputError } from '../../src/input-error.ts';
import { SPACES } from '../../src/spaces/index.ts';
import type { Skeleton, Space } from '../../src/spaces/space.ts';
import { chain } from './example/chain.ts';
import { grammarCell } from './example/grammar-cell.ts';
import { networkOf } from './network-of.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 40 });

/** An architecture of the space, drawn. */
const archsOf = (space: Space): fc.Arbitrary<string> => seeds.map((seed) => space.sample(1, seed)[0]!);

/** Small skeletons: where a space fixes the channels or cells, its own. */
function skeletonsOf({ defaults }: Space): fc.Arbitrary<Skeleton> {
  return fc.record({
    channels: defaults.channels === 1 ? fc.constant(1) : fc.integer({ min: 3, max: 8 }).map((x) => 2 * x),
    cells: defaults.cells === 1 ? fc.constant(1) : fc.integer({ min: 1, max: 4 }),
    size: fc.integer({ min: 1, max: 4 }).map((x) => 8 * x),
    classes: fc.integer({ min: 1, max: 20 }),
  });
}

describe.each([...SPACES, chain, grammarCell])('$id', (space) => {
  const archs = archsOf(space);

  it('spells what it draws as it reads it', () => {
    fc.assert(
      fc.property(archs, (arch) => {
        expect(space.parse(arch)).toBe(arch);
        expect(space.parse(` ${arch}\n`)).toBe(arch);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what is no architecture in one line', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.tuple(archs, fc.nat(40), fc.string({ maxLength: 2 })).map(([arch, at, text]) => {
        return arch.slice(0, at) + text + arch.slice(at + 1);
      }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const arch = space.parse(text);
          expect(space.parse(arch)).toBe(arch);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).toMatch(/^[^\n]{1,900}$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('draws different architectures, a prefix of a longer draw', () => {
    const drawn = space.sample(60, 7);
    expect(new Set(drawn).size).toBe(60);
    expect(space.sample(20, 7)).toEqual(drawn.slice(0, 20));
    expect(space.sample(20, 8)).not.toEqual(drawn.slice(0, 20));
    expect(() => space.sample(-1, 0)).toThrow(InputError);
    expect(() => space.sample(1, 0.5)).toThrow(InputError);
  });

  it('finds an architecture where its index says', () => {
    fc.assert(
      fc.property(archs, (arch) => {
        const index = space.indexOf(arch);
        if (space.size > Number.MAX_SAFE_INTEGER) expect(index).toBe(-1);
        else expect(space.indexOf(space.at(index))).toBe(index);
      }),
      { numRuns: 30 },
    );
    expect(() => space.at(-1)).toThrow(InputError);
    expect(() => space.at(space.size)).toThrow(InputError);
  });

  it('has neighbours that are architectures, each once, and not itself', () => {
    fc.assert(
      fc.property(archs, (arch) => {
        const neighbours = space.neighbours(arch);
        expect(neighbours.length).toBeGreaterThan(0);
        expect(new Set(neighbours).size).toBe(neighbours.length);
        expect(neighbours).not.toContain(arch);
        for (const other of neighbours.slice(0, 20)) expect(space.parse(other)).toBe(other);
      }),
      { numRuns: 10 },
    );
  });

  it('has a canonical form that is its own, of the same size', () => {
    const count = space.closedForms!.prepare(space.defaults);
    fc.assert(
      fc.property(archs, (arch) => {
        const canonical = space.canonical(arch);
        expect(space.canonical(canonical)).toBe(canonical);
        if (space.id !== 'nasbench201') expect(count(canonical)).toEqual(count(arch));
      }),
      { numRuns: 30 },
    );
  });

  it('counts what the graph of the network says', () => {
    fc.assert(
      fc.property(archs, skeletonsOf(space), (arch, skeleton) => {
        const network = networkOf(space, arch, skeleton);
        expect(network.logits.shape).toEqual([1, skeleton.classes]);
        expect(space.closedForms!.prepare(skeleton)(arch)).toMatchObject({
          params: params.count(network),
          macs: macs.count(network),
          flops: flops.count(network),
        });
        const names = network.parameters.map(({ node }) => node.attrs.name);
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 15 },
    );
  });

  it.skipIf(space.id.startsWith('example'))('refuses a skeleton on which nothing can be built', () => {
    for (const change of [{ channels: 0 }, { size: 1.5 }, { classes: Number.NaN }]) {
      const skeleton = { ...space.defaults, ...change };
      expect(() => space.closedForms!.prepare(skeleton)(space.sample(1, 0)[0]!)).toThrow(InputError);
    }
  });

  it('describes its architectures', () => {
    const arch = space.sample(1, 3)[0]!;
    const { drawing, facts } = space.describe(arch, space.defaults);
    expect(drawing.length).toBeGreaterThan(2);
    expect(facts.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['canonical', 'neighbours', 'params', 'macs']),
    );
  });
});
