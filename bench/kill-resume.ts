/**
 * Kills a run of 200 architectures at 20 random moments, resumes it each time, and compares the table with that of a
 * run left alone: all but `seconds` must be equal, no row lost, none twice.
 *   npm run build && npx tsx bench/kill-resume.ts [SEED]
 */
import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAndResume } from '../test/cli/kill-and-resume.ts';
import { nasprobe } from '../test/cli/nasprobe.ts';
import { scoresOf } from '../test/cli/score-table.ts';

const KILLS = 20;
const seed = Number(process.argv[2] ?? Date.now());
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-kill-'));
const command = (out: string): string[] => [
  ...['score', '--archs', '200', '--workers', '2', '--proxies', 'params,macs,synflow,nwot,grad_norm'],
  ...['--channels', '4', '--cells', '1', '--size', '8', '--batch', '8', '--out', join(folder, out)],
];

const began = performance.now();
const { code, stderr } = await nasprobe(command('alone.arrow'));
if (code !== 0) throw new Error(stderr);
const alone = performance.now() - began;
// Start-up comes again with every run, so most of the kills fall into the scoring only if they may come late.
const { killed, runs } = await killAndResume(command('killed.arrow'), KILLS, alone * 0.6, seed);
const whole = await scoresOf(join(folder, 'alone.arrow'));
deepStrictEqual(new Set(whole.arch).size, 200);
deepStrictEqual(await scoresOf(join(folder, 'killed.arrow')), whole);
rmSync(folder, { recursive: true });
console.log(
  `seed ${seed}: ${runs} runs, ${killed} killed, the table equals that of a run left alone (${Math.round(alone)} ms)`,
);
