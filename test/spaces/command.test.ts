import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addSpaces } from '../../src/cli/spaces.ts';
import { InputError } from '../../src/input-error.ts';

/** Node 1 sends nothing on, and node 2 receives nothing. */
const VAIN = '|nor_conv_3x3~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|nor_conv_1x1~2|';

async function run(...args: string[]): Promise<string> {
  let written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
  const program = new Command('nasprobe').exitOverride();
  addSpaces(program.command('spaces'));
  await program.parseAsync(['spaces', ...args], { from: 'user' });
  return written;
}

afterEach(() => vi.restoreAllMocks());

describe('nasprobe spaces', () => {
  it('lists the spaces', async () => {
    const text = await run();
    expect(text).toMatch(/^nasbench201: NAS-Bench-201/);
    expect(text).toContain('15,625 architectures');
    expect(text).toContain('--channels 16 --cells 5 --size 32 --classes 10');
  });

  it('lists them as JSON', async () => {
    const spaces = JSON.parse(await run('--json'));
    expect(spaces[0]).toMatchObject({
      id: 'nasbench201',
      size: 15_625,
      defaults: { channels: 16, cells: 5, size: 32, classes: 10 },
    });
    expect(spaces.map(({ id, size }: { id: string; size: number }) => [id, size])).toEqual([
      ['nasbench201', 15_625],
      ['nats-sss', 32_768],
      ['nasbench101', 423_624],
      // Twice 180 pairs of states, and an operation on each of eight edges.
      ['darts', (180 * 7 ** 8) ** 2],
      ['transnas-micro', 4_096],
      ['transnas-macro', 3_256],
      ['nasbench-macro', 6_561],
    ]);
  });
});

describe('nasprobe spaces show', () => {
  it('describes an architecture', async () => {
    expect(await run('show', VAIN)).toMatchInlineSnapshot(`
      "|nor_conv_3x3~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|nor_conv_1x1~2|
      NAS-Bench-201 (the topology space of NATS-Bench); --channels 16 --cells 5 --size 32 --classes 10

        node 1 = [nor_conv_3x3(input)]
        node 2 = 0
        output = nor_conv_3x3(input) + [nor_conv_1x1(node 2)]

        official index  14736 (of 0 to 15624)
        canonical form  |none~0|+|none~0|nor_conv_3x3~1|+|nor_conv_3x3~0|avg_pool_3x3~1|nor_conv_1x1~2| (index 263)
        connected       yes
        unreachable     nor_conv_3x3(input) into node 1, nor_conv_1x1(node 2) into output
        neighbours      24, each one operation away
        parameters      587,386
        MACs            82.494 M for one 32x32 image
        FLOPs           164.988 M for one 32x32 image (2 x MACs)
        suite flops     83.945 M as NAS-Bench-Suite-Zero counts them
      "
    `);
  });

  it('describes it as JSON', async () => {
    expect(JSON.parse(await run('show', ` ${VAIN} `, '--json', '--space', 'nasbench201'))).toEqual({
      space: 'nasbench201',
      arch: VAIN,
      index: 14_736,
      canonical: '|none~0|+|none~0|nor_conv_3x3~1|+|nor_conv_3x3~0|avg_pool_3x3~1|nor_conv_1x1~2|',
      connected: true,
      unreachable: ['nor_conv_3x3(input) into node 1', 'nor_conv_1x1(node 2) into output'],
      neighbours: 24,
      params: 587_386,
      macs: 82_494_080,
      flops: 164_988_160,
      suiteFlopsMillions: 83.945152,
    });
  });

  it('refuses what is no architecture, and what is no space', async () => {
    await expect(run('show', 'resnet18')).rejects.toThrow(InputError);
    await expect(run('show', VAIN, '--space', 'nasbench2001')).rejects.toThrow(
      /did you mean "nasbench201"\?/,
    );
  });
});
