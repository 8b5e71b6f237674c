import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addPlot } from '../../src/cli/plot.ts';
import { midranks, regretAtK } from '../../src/rank/index.ts';
import type { NumberColumn, Table } from '../../src/table/table.ts';
import { writeTable } from '../../src/table/write-table.ts';
import { accuracy, arch, scoresOf, truth as truthTable } from './study.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-plot-'));
const at = (name: string) => join(folder, name);
const scores = at('scores.csv');
const truth = at('truth.csv');
const numbers = (table: Table, name: string) =>
  Array.from((table.columns.find((column) => column.name === name) as NumberColumn).values);

beforeAll(async () => {
  await writeTable(scoresOf(1), scores);
  await writeTable(truthTable, truth);
  writeFileSync(at('costs.csv'), 'proxy,seconds\nstrong,1\ngood,0.1\nweak,0.01\n');
  writeFileSync(at('free.csv'), 'proxy,seconds\nstrong,0\n');
  writeFileSync(at('other.csv'), 'name,ms\nstrong,1\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function plot(...args: string[]): Promise<{ svg: string; told: string }> {
  const program = new Command('nasprobe').exitOverride().configureOutput({ writeErr: () => {} });
  addPlot(program.command('plot'));
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await program.parseAsync(['plot', ...args, '--out', at('out.svg')], { from: 'user' });
    return {
      svg: readFileSync(at('out.svg'), 'utf8'),
      told: stderr.mock.calls.map(([text]) => text).join(''),
    };
  } finally {
    stderr.mockRestore();
  }
}

const common = [scores, '--truth', truth, '--targets', 'test', '--resamples', '50'];

describe('nasprobe plot', () => {
  it.each(['scatter', 'heatmap', 'forest', 'top'])('%s is the same bytes each time', async (figure) => {
    const { svg } = await plot(figure, ...common);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 336 /);
    for (const name of ['strong', 'good', 'weak', 'latency']) expect(svg).toContain(name);
    expect((await plot(figure, ...common)).svg).toBe(svg);
  });

  it('scatter puts the ranks where they are', async () => {
    const { svg } = await plot('scatter', ...common, '--proxies', 'good', '--width', '400');
    const dots = [...svg.matchAll(/cy="([\d.]+)" cx="([\d.]+)"/g)].map(([, y, x]) => [Number(x), -Number(y)]);
    expect(dots).toHaveLength(arch.length);
    // The order of the dots on each axis is that of the columns, in the truth's order of rows.
    const order = (values: readonly number[]) => Array.from(midranks(values));
    expect(order(dots.map(([x]) => x!))).toEqual(order(numbers(scoresOf(1), 'good').toReversed()));
    expect(order(dots.map(([, y]) => y!))).toEqual(order(accuracy.toReversed()));
  });

  it('top starts at the regret of the best one', async () => {
    const { svg } = await plot('top', ...common, '--proxies', 'good');
    const curves = [...svg.matchAll(/aria-label="line"[^>]*><path[^>]* d="M([\d.]+),([\d.]+)L/g)];
    expect(curves).toHaveLength(2);
    // The axis is of square roots: the two first points stand in that proportion above the bottom.
    const bottom = Number(/d="M[\d.,L]*,([\d.]+)"/.exec(svg.slice(curves[0]!.index))![1]);
    const [chance, good] = curves.map(([, , y]) => bottom - Number(y));
    const want = [new Array<number>(accuracy.length).fill(0), numbers(scoresOf(1), 'good')].map((x) =>
      regretAtK(x, accuracy, 1),
    );
    expect((good! / chance!) ** 2).toBeCloseTo(want[1]! / want[0]!, 1);
  });

  it('heatmap needs no truth', async () => {
    const { svg } = await plot('heatmap', scores);
    expect(svg.split('>100</text>').length - 1).toBe(4);
  });

  it('cost takes a table of seconds and says what it leaves out', async () => {
    const { svg, told } = await plot('cost', ...common, '--costs', at('costs.csv'));
    expect(svg).toContain('>strong</text>');
    expect(svg).not.toContain('>latency</text>');
    expect(told).toContain('left out, no cost known: latency');
  });

  it.each([
    [['pie', ...common], 'figure "pie": one of scatter, heatmap, forest, cost, top'],
    [['scatter', scores], '--truth is missing'],
    [['top', ...common, '--width', 'wide'], '--width "wide": column, page, or pixels'],
    [['top', ...common, '--stat', 'r'], '--stat "r"'],
    [['cost', ...common], 'no cost is known of strong, good, weak, latency'],
    [['cost', ...common, '--costs', at('free.csv')], 'row 1: seconds 0 of strong is not above 0'],
    [['cost', ...common, '--costs', at('other.csv')], 'no columns proxy (text) and seconds'],
  ])('refuses %j', async (args, message) => {
    await expect(plot(...args)).rejects.toThrow(message);
  });
});
