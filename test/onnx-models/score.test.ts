import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { type ModelOptions, resolveModels } from '../../src/run/resolve-models.ts';
import { runScores } from '../../src/run/run-scores.ts';
import { readTable } from '../../src/table/index.ts';
import { protocolOf } from '../../src/table/protocol.ts';

const fileOf = (name: string): string => fileURLToPath(new URL(`${name}.onnx`, import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-score-onnx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function scored(names: readonly string[], options: ModelOptions, out?: string) {
  const run = resolveModels(names.map(fileOf), { batch: 4, ...options });
  const rows = [];
  for await (const event of runScores({ ...run, workers: 2, ...(out === undefined ? {} : { out }) })) {
    if (event.type === 'scored') rows.push(event.scores);
  }
  return { rows, notes: run.plan.notes };
}

it('scores several models, says what it found, and records the files and the weights', async () => {
  const out = join(folder, 'scores.arrow');
  const { rows, notes } = await scored(['resnet', 'convnext'], { proxies: ['params', 'nwot', 'zen'] }, out);
  expect(rows.map(({ scores }) => scores.params)).toEqual([
    { status: 'ok', value: 4769 },
    { status: 'ok', value: 3733 },
  ]);
  expect(rows[0]!.scores.nwot!.status).toBe('ok');
  expect(rows[1]!.scores.nwot).toEqual({
    status: 'skipped',
    reason: 'the network has no ReLU, whose patterns are compared',
  });
  expect(rows[1]!.scores.zen!.status).toBe('skipped');
  expect(notes[0]).toMatch(
    /resnet.onnx: \d+ convolutions, 1 linear layer, \d+ batch norms, \d+ ReLUs, 4769 parameters/,
  );
  const protocol = protocolOf((await readTable(out)).metadata, out)!;
  expect(protocol).toMatchObject({
    space: 'onnx',
    skeleton: { size: 32, classes: 5 },
    models: [{ name: 'resnet.onnx' }, { name: 'convnext.onnx' }],
    init: { kind: 'model file' },
  });
});

it('draws new weights when it is told to', async () => {
  const norms = async (options: ModelOptions) =>
    (await scored(['resnet'], { proxies: ['l2_norm'], ...options })).rows[0]!.scores.l2_norm;
  const [own, other, drawn, again] = [
    await norms({}),
    await norms({ seed: 1 }),
    await norms({ init: 'fresh' }),
    await norms({ init: 'fresh', seed: 1 }),
  ];
  expect(own).toEqual(other);
  expect(drawn).not.toEqual(own);
  expect(again).not.toEqual(drawn);
});

it('knows the same model under another name', async () => {
  const copy = join(folder, 'copy.onnx');
  copyFileSync(fileOf('vgg'), copy);
  const [first] = (await scored(['vgg'], { proxies: ['snip'] })).rows;
  const run = resolveModels([copy], { batch: 4, proxies: ['snip'] });
  for await (const event of runScores({ ...run, workers: 1 })) {
    if (event.type === 'scored') expect(event.scores.scores).toEqual(first!.scores);
  }
});

it('refuses a size that the file does not have, and a file that is none', () => {
  expect(() => resolveModels([fileOf('vgg')], { size: 64 })).toThrow(
    /32 x 32 pixels, not 64: leave --size out/,
  );
  expect(() => resolveModels([join(folder, 'absent.onnx')], {})).toThrow(InputError);
  expect(() => resolveModels([folder], {})).toThrow(/is no file/);
});
