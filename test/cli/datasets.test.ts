import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nasprobe } from './nasprobe.ts';

const fixtures = fileURLToPath(new URL('../datasets/import/fixtures/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-datasets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('nasprobe datasets', () => {
  it('imports, and describes what it imported', async () => {
    const out = join(folder, 'macro.arrow');
    const made = await nasprobe([
      'datasets',
      'import',
      join(fixtures, 'nas-bench-macro_cifar10.json'),
      '--out',
      out,
      '--quiet',
    ]);
    expect([made.code, made.stdout]).toEqual([0, '']);
    expect(made.stderr).toContain('1 rows and 9 columns of NAS-Bench-Macro');
    const told = await nasprobe(['datasets', 'describe', out, '--json']);
    const { rows, columns, provenance } = JSON.parse(told.stdout) as {
      rows: number;
      columns: { name: string; low: number }[];
      provenance: { benchmark: string };
    };
    expect([rows, provenance.benchmark]).toEqual([1, 'nasbench-macro']);
    expect(columns.find(({ name }) => name === 'params')?.low).toBe(890666);
  });

  it('refuses in one line and leaves nothing', async () => {
    const out = join(folder, 'bad.arrow');
    const path = join(folder, 'nas-bench-macro.json');
    writeFileSync(path, '{"02012100": 1}');
    const made = await nasprobe(['datasets', 'import', path, '--out', out, '--quiet']);
    expect([made.code, made.stderr.trim().split('\n').length, existsSync(out)]).toEqual([2, 1, false]);
  });

  it('converts with other names, the official spelling and index', async () => {
    const table = join(folder, 'mine.csv');
    const arch =
      '|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|';
    writeFileSync(table, `architecture,acc,note\n${arch},85.8,x\n`);
    const out = join(folder, 'mine.jsonl');
    const args = [
      '--map',
      'arch=architecture,test_acc=acc',
      '--space',
      'nasbench201',
      '--keep',
      'index,arch,test_acc',
    ];
    const made = await nasprobe(['datasets', 'convert', table, ...args, '--out', out]);
    expect(made.code).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual({ index: 0, arch, test_acc: 85.8 });
    const wrong = await nasprobe([
      'datasets',
      'convert',
      table,
      '--map',
      'a=acc',
      '--keep',
      'arhc',
      '--out',
      out,
    ]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/has no column "arhc"/)]);
  });

  it('lists what can be imported and describes the bundled images', async () => {
    expect((await nasprobe(['datasets', 'list'])).stdout).toMatch(/^nats-bench: NATS-Bench/);
    expect((await nasprobe(['datasets', 'describe', 'fashion'])).stdout).toMatch(
      /train +4000 +28 x 28 +10 +400 to 400/,
    );
  });
});
