import { expect, it } from 'vitest';
import { nasprobe } from './nasprobe.ts';

it('demo ranks every proxy against the bundled truth, and says how noisy that is', async () => {
  const { code, stdout, stderr } = await nasprobe(['demo', '--archs', '4', '--batch', '8', '--quiet']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^4 of the \d+ NAS-Bench-201 cells of nas201-fashion, C = 8, N = 2, on 8 of its 8 x 8 images/,
  );
  for (const proxy of ['jacob_cov', 'synflow', 'params', 'nwot'])
    expect(stdout).toMatch(new RegExp(`\\n${proxy} +4 +0 `));
  expect(stdout).toMatch(
    /Noise ceiling: two trainings of the same \d+ cells with different seeds correlate 0\.\d{3}/,
  );
}, 60_000);

it('demo refuses what it cannot do in one line', async () => {
  const { code, stderr } = await nasprobe(['demo', '--archs', '2']);
  expect([code, stderr]).toEqual([2, 'nasprobe: --archs "2": a whole number from 3 up is needed\n']);
});
