import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { makePlan } from '../../src/run/plan.ts';
import { parseShard, shardOf } from '../../src/run/shard.ts';
import { findSpace } from '../../src/spaces/index.ts';

const space = findSpace('nasbench201');
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const A = space.at(0);
const B = space.at(15_624);
const C = space.at(777);

describe('the choice of architectures', () => {
  test('all is every architecture in official order', async () => {
    const { archs, selection } = await makePlan(space, { kind: 'archs', value: 'all' }, 0);
    expect(archs).toHaveLength(15_625);
    expect(new Set(archs).size).toBe(15_625);
    for (const index of [0, 1, 777, 15_624]) expect(archs[index]).toBe(space.at(index));
    expect(selection).toMatchObject({ kind: 'all', count: 15_625 });
  });

  test('a space too large to be listed is refused, and can be drawn from', async () => {
    const darts = findSpace('darts');
    for (const value of ['all', '20000000']) {
      await expect(makePlan(darts, { kind: 'archs', value }, 0)).rejects.toThrow(
        /darts are too many for one run; draw up to 10000000, or give a file/,
      );
    }
    expect((await makePlan(darts, { kind: 'archs', value: '3' }, 0)).archs).toEqual(darts.sample(3, 0));
  });

  test('a number is drawn with the seed', async () => {
    const draw = async (seed: number) => (await makePlan(space, { kind: 'archs', value: '50' }, seed)).archs;
    expect(await draw(1)).toEqual(space.sample(50, 1));
    expect(await draw(1)).not.toEqual(await draw(2));
  });

  test('a text file: blank lines and remarks passed over, repeats left out with a note', async () => {
    const path = write('archs.txt', `\uFEFF# mine\n${A}\r\n\n${B}\n  ${A}  \n${C}`);
    const { archs, notes, selection } = await makePlan(space, { kind: 'archs', value: path }, 0);
    expect(archs).toEqual([A, B, C]);
    expect(notes).toEqual(['1 repeated architecture left out']);
    expect(selection).toMatchObject({ kind: 'file', count: 3 });
  });

  test('the arch column of a table', async () => {
    const csv = write('archs.csv', `id,arch\n1,${B}\n2,${A}\n`);
    const jsonl = write('archs.jsonl', `${JSON.stringify({ arch: C })}\n${JSON.stringify({ arch: A })}\n`);
    expect((await makePlan(space, { kind: 'archs', value: csv }, 0)).archs).toEqual([B, A]);
    expect((await makePlan(space, { kind: 'archs', value: jsonl }, 0)).archs).toEqual([C, A]);
  });

  test('the same architectures in the same order have the same hash, whatever way they came', async () => {
    const path = write('again.txt', [A, B].join('\n'));
    const listed = await makePlan(space, { kind: 'listed', archs: [A, B] }, 0);
    const filed = await makePlan(space, { kind: 'archs', value: path }, 5);
    const turned = await makePlan(space, { kind: 'listed', archs: [B, A] }, 0);
    expect(filed.selection.sha256).toBe(listed.selection.sha256);
    expect(turned.selection.sha256).not.toBe(listed.selection.sha256);
  });

  test.each([
    ['a bad line', () => write('bad.txt', `${A}\n\n|what|\n`), /bad\.txt, line 3: /],
    ['a bad row', () => write('bad.csv', `arch\n${A}\n|what|\n`), /bad\.csv, row 2: /],
    ['no arch column', () => write('other.csv', 'name\nx\n'), /no column 'arch' \(its columns: name\)/],
    ['an empty file', () => write('empty.txt', '\n# nothing\n'), /holds no architecture/],
    ['an absent file', () => join(folder, 'absent.txt'), /absent\.txt is no file/],
    ['none', () => '0', /from 1 to 15625/],
    ['too many', () => '15626', /from 1 to 15625/],
    ['a fraction', () => '1.5', /from 1 to 15625/],
  ])('%s is refused in one line', async (_name, value, message) => {
    const plan = makePlan(space, { kind: 'archs', value: value() }, 0);
    await expect(plan).rejects.toThrow(InputError);
    await expect(plan).rejects.toThrow(message);
    await expect(plan).rejects.not.toThrow(/\n/);
  });
});

describe('shards', () => {
  test('the parts are disjoint and together the whole, row I-1, I-1+N, …', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (items, of) => {
        const parts = Array.from({ length: of }, (_, part) => shardOf(items, { index: part + 1, of }));
        const rebuilt = items.map((_, row) => parts[row % of]![Math.floor(row / of)]);
        expect(rebuilt).toEqual(items);
        expect(parts.flat()).toHaveLength(items.length);
      }),
    );
  });

  test('a shard of a plan keeps the hash of the whole', async () => {
    const whole = await makePlan(space, { kind: 'archs', value: '10' }, 3);
    const part = await makePlan(space, { kind: 'archs', value: '10' }, 3, parseShard('2/3'));
    expect(part.archs).toEqual([1, 4, 7].map((row) => whole.archs[row]));
    expect(part.selection).toEqual(whole.selection);
  });

  test.each(['0/3', '4/3', '1', '1/0', 'a/b', '-1/3', '1/2/3', ''])('%s is no shard', (text) => {
    expect(() => parseShard(text)).toThrow(InputError);
  });

  test('an empty part is refused', async () => {
    const plan = makePlan(space, { kind: 'listed', archs: [A] }, 0, parseShard('2/2'));
    await expect(plan).rejects.toThrow('--shard 2/2 is empty: there are only 1 architecture');
  });
});
