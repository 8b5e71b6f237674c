import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findSpace } from '../../src/spaces/index.ts';
import { nasprobe } from './nasprobe.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-bad-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
writeFileSync(at('bad.txt'), `${findSpace('nasbench201').at(1)}\n|nonsense|\n`);
writeFileSync(at('bad.csv'), 'arch\n|nonsense|\n');
writeFileSync(at('columns.csv'), 'name\nx\n');
writeFileSync(at('photo.png'), 'x');
writeFileSync(at('empty.safetensors'), '');
writeFileSync(at('precious.arrow'), 'not an Arrow file, but somebody wants it');
mkdirSync(at('folder.arrow'));

const ARCH = findSpace('nasbench201').at(42);
const OUT = at('never.arrow');

/** Name of the case, arguments, and what the one line must name: the thing and the mend. */
const CASES: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no architectures', [], /no architectures: give ARCH strings, or --archs/],
  ['both ways', [ARCH, '--archs', '5'], /both ARCH and --archs/],
  ['a bad ARCH', ['|what|'], /ARCH 1: .*/],
  ['a bad line', ['--archs', at('bad.txt')], /bad\.txt, line 2: /],
  ['a bad row', ['--archs', at('bad.csv')], /bad\.csv, row 1: /],
  ['no arch column', ['--archs', at('columns.csv')], /no column 'arch'/],
  ['an absent file', ['--archs', at('absent.txt')], /absent\.txt is no file/],
  ['too many', ['--archs', '99999999'], /1 to 15625/],
  ['an unknown space', [ARCH, '--space', 'nasbench210'], /nasbench210.*nasbench201/],
  ['an unknown proxy', [ARCH, '--proxies', 'params,synfow'], /"synfow"; did you mean "synflow"\?/],
  ['an empty proxy', [ARCH, '--proxies', 'params,,macs'], /proxy name is empty/],
  ['no workers', [ARCH, '--workers', '0'], /--workers '0' is no whole number from 1/],
  ['half a worker', [ARCH, '--workers', '1.5'], /--workers '1\.5'/],
  [
    'too small a batch',
    [ARCH, '--batch', '1', '--proxies', 'params,jacob_cov'],
    /batch 1 is too small for jacob_cov \(at least \d+\): give --batch \d+/,
  ],
  ['no batch', [ARCH, '--batch', '0'], /--batch '0'/],
  ['a seed in words', [ARCH, '--seed', 'seven'], /--seed 'seven'/],
  ['a seed below zero', [ARCH, '--seed', '-1'], /--seed '-1'/],
  ['a seed too large', [ARCH, '--seed', '9007199254740992'], /--seed '9007199254740992'/],
  ['no channels', [ARCH, '--channels', '0'], /--channels '0'/],
  ['a bad shard', [ARCH, '--shard', '3/2'], /--shard '3\/2'.*1\/4/],
  ['an empty shard', [ARCH, '--shard', '2/2'], /--shard 2\/2 is empty/],
  ['an unknown engine', [ARCH, '--engine', 'wsam'], /unknown engine 'wsam', did you mean wasm\?/],
  [
    'an engine that is not here',
    [ARCH, '--engine', 'onnx-cuda'],
    /onnx-cuda' is not available: onnxruntime-node's CUDA libraries are not installed: .*npm rebuild/,
  ],
  [
    'a device of an engine that has none',
    [ARCH, '--device', '0'],
    /'wasm' has no devices to choose from: leave --device out, or use --engine onnx-webgpu or onnx-cuda/,
  ],
  ['a device below 0', [ARCH, '--engine', 'onnx-webgpu', '--device=-1'], /--device '-1' is no whole number/],
  [
    'a device that is not there',
    [ARCH, '--engine', 'onnx-webgpu', '--device', '4096'],
    /'onnx-webgpu' has no device 4096: (choose from|none is found here)/,
  ],
  [
    'absent images',
    [ARCH, '--images', at('absent.safetensors')],
    /absent\.safetensors cannot be read: --images takes random, fashion, a folder of IDX files or/,
  ],
  ['a folder of images', [ARCH, '--images', folder], /holds none of the layouts that are read \(IDX/],
  ['other images', [ARCH, '--images', at('photo.png')], /of another format: --images takes/],
  ['images that are empty', [ARCH, '--images', at('empty.safetensors')], /empty\.safetensors/],
  [
    'absent weights',
    [ARCH, '--weights', at('absent.safetensors')],
    /absent\.safetensors cannot be read: --weights takes/,
  ],
  ['weights that are empty', [ARCH, '--weights', at('empty.safetensors')], /empty\.safetensors/],
  [
    'weights for many',
    ['--archs', '3', '--weights', at('empty.safetensors')],
    /--weights fits one architecture, not 3/,
  ],
  ['an unknown option', [ARCH, '--bacth', '3'], /unknown option '--bacth' \(Did you mean --batch\?\)/],
  ['an option without its value', [ARCH, '--seed'], /--seed <n>' argument missing/],
];

describe('bad input: exit 2, one line that names the thing and the mend, nothing written', () => {
  test.each(CASES)('%s', async (_name, args, line) => {
    const before = readdirSync(folder).sort();
    // Under a supervisor are the outputs below: here it would only start a second process.
    const { code, stdout, stderr } = await nasprobe(['score', '--no-supervise', '--out', OUT, ...args]);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^nasprobe: [^\n]+\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  test.each([
    ['no .arrow file', at('out.csv'), /out\.csv is no \.arrow file/],
    ['in no folder', at('absent/out.arrow'), /absent does not exist: mkdir -p/],
    ['a folder', at('folder.arrow'), /folder\.arrow is no file/],
    ['not an Arrow file', at('precious.arrow'), /precious\.arrow/],
  ])('an output that is %s', async (_name, out, line) => {
    const before = readdirSync(folder).sort();
    const { code, stderr } = await nasprobe(['score', ARCH, '--out', out, '--proxies', 'params']);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^nasprobe: [^\n]+\n$/);
    expect(code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(readFileSync(at('precious.arrow'), 'utf8')).toBe('not an Arrow file, but somebody wants it');
  });

  test('--debug adds the stack', async () => {
    const { code, stderr } = await nasprobe(['score', '--debug', '|what|']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^nasprobe: [^\n]+\n.*\n {4}at /s);
  });
});
