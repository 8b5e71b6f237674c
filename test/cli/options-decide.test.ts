import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { readTruth } from '../../datasets/truth.ts';
import { addScreen } from '../../src/cli/screen.ts';
import { type ScreenFlags, screenRequest } from '../../src/cli/screen-request.ts';
import { addSupernet } from '../../src/cli/supernet.ts';
import { type SupernetFlags, supernetRequest } from '../../src/cli/supernet-request.ts';
import { addTrain } from '../../src/cli/train.ts';
import { type TrainFlags, trainRequest } from '../../src/cli/train-request.ts';
import { protocolOf } from '../../src/run/provenance.ts';
import { supernetProtocol } from '../../src/run/supernet/run-supernet.ts';
import { trainProtocol } from '../../src/run/train/train-protocol.ts';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';
import { type Protocol, protocolDifference } from '../../src/table/protocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-options-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const archs = nasbench201.sample(3, 7);
writeFileSync(at('archs.txt'), `${archs.slice(0, 2).join('\n')}\n`);
// Only read for its digest: what a run makes of it is another's test.
writeFileSync(at('images.safetensors'), 'a');

/**
 * What an option does to a run that goes on with a table made without it: it is refused, and this field of the protocol is
 * named; or it may be given, and this is why. Those of `score` are tried one by one in `other-run.test.ts`.
 */
type Effect = { readonly given: string; readonly field: string } | { readonly may: string };
const refused = (given: string, field: string): Effect => ({ given, field });
const may = (why: string): Effect => ({ may: why });

const SKELETON: Readonly<Record<string, Effect>> = {
  channels: refused('4', 'skeleton.channels'),
  cells: refused('1', 'skeleton.cells'),
  size: refused('8', 'skeleton.size'),
  classes: refused('3', 'skeleton.classes'),
};
const WATCHING: Readonly<Record<string, Effect>> = {
  out: may('the table itself'),
  workers: may('scores do not depend on it'),
  supervise: may('who starts it again'),
  quiet: may('what is said'),
};
const RECIPE: Readonly<Record<string, Effect>> = {
  ...SKELETON,
  // The data set has ten.
  classes: refused('12', 'skeleton.classes'),
  space: refused('nasbench-macro', 'space'),
  'train-images': refused('999', 'trainImages'),
  epochs: refused('3', 'recipe.epochs'),
  batch: refused('32', 'recipe.batch'),
  rate: refused('0.2', 'recipe.schedule.peak'),
  schedule: refused('step', 'recipe.schedule.shape'),
  warmup: refused('1', 'recipe.schedule.warmup'),
  momentum: refused('0.5', 'recipe.optimiser.momentum'),
  'weight-decay': refused('0.1', 'recipe.optimiser.weightDecay'),
  'label-smoothing': refused('0.1', 'recipe.labelSmoothing'),
  crop: refused('1', 'recipe.augmentation.crop'),
  flip: refused('', 'recipe.augmentation.flip'),
  deterministic: refused('', 'deterministic'),
  images: may('fashion is the only data set of the package; a folder has another digest'),
  hours: may('when it stops'),
};

interface Job {
  readonly add: (command: Command) => void;
  /** What every run of it is given. */
  readonly common: readonly string[];
  readonly protocol: (archs: string[], flags: never) => Promise<object>;
  readonly effects: Readonly<Record<string, Effect>>;
  /** Fields that say when and where. */
  readonly ignored: readonly string[];
}

const facts = { relaxedSimd: false, workers: 1 };
const JOBS: Readonly<Record<string, Job>> = {
  screen: {
    add: addScreen,
    common: ['--archs', '3', '--top', '1', '--stage', 'synflow:1'],
    async protocol(_, flags: ScreenFlags) {
      const { config } = (await screenRequest(flags)).screening;
      const selection = { kind: 'listed', count: 1, sha256: '' } as const;
      return protocolOf(
        { ...config, proxies: ['synflow'] },
        { archs: [], selection, shard: { index: 1, of: 1 }, notes: [] },
        facts,
      );
    },
    effects: {
      ...SKELETON,
      ...WATCHING,
      space: refused('nasbench-macro', 'space'),
      seed: refused('1', 'seed'),
      batch: refused('32', 'batch.size'),
      engine: refused('reference', 'engine.id'),
      device: may('where it is computed, in `machine`'),
      deterministic: refused('', 'engine.deterministic'),
      images: refused(at('images.safetensors'), 'images.kind'),
      ...Object.fromEntries(
        [
          'archs',
          'top',
          'stage',
          'budget',
          'least',
          'max-params',
          'max-macs',
          'max-flops',
          'max-latency-ms',
          'latency',
          'latency-column',
          'scores',
          'keep-duplicates',
        ].map((name) => [
          name,
          may('who comes to a stage: the digest of its architectures, or another file'),
        ]),
      ),
      ...Object.fromEntries(
        ['pareto', 'truth', 'target', 'format', 'json', 'summary'].map((name) => [
          name,
          may('what is made of the scores'),
        ]),
      ),
    },
    ignored: ['machine'],
  },
  train: {
    add: addTrain,
    common: ['--out', at('t.arrow'), '--archs', '2'],
    async protocol(listed, flags: TrainFlags) {
      return trainProtocol((await trainRequest(listed, flags)).runs.config, false);
    },
    effects: {
      ...RECIPE,
      ...WATCHING,
      ...Object.fromEntries(
        ['archs', 'draw', 'distinct', 'seeds', 'repeat'].map((name) => [
          name,
          may('which trainings: a table takes more'),
        ]),
      ),
      strict: may('the exit code'),
    },
    ignored: ['machine', 'configHash'],
  },
  supernet: {
    add: addSupernet,
    common: ['--out', at('s.arrow'), '--archs', at('archs.txt')],
    async protocol(_, flags: SupernetFlags) {
      const { config, archs } = (await supernetRequest(flags, await readTruth('nas201-fashion'))).run;
      return supernetProtocol(config, archs);
    },
    effects: {
      ...RECIPE,
      ...WATCHING,
      // No supernet of another space is made.
      space: may('only nasbench201 has one'),
      sampling: refused('fair', 'sampling'),
      calibration: refused('2', 'calibration'),
      archs: refused('2', 'sample.sha256'),
      draw: may('of --archs N: another sample'),
      seeds: may('which supernets: a table takes more'),
      at: may('which moments: a table takes more'),
      ...Object.fromEntries(
        ['truth', 'target', 'top', 'format', 'figure'].map((name) => [
          name,
          may('what is made of the accuracies'),
        ]),
      ),
    },
    ignored: ['machine', 'configHash'],
  },
};

/** The protocol that a command line gives. Nothing runs. */
async function protocolOfLine({ add, common, protocol }: Job, more: readonly string[]): Promise<Protocol> {
  const command = new Command().exitOverride();
  add(command);
  let made: Promise<object> | undefined;
  command.action((...given: unknown[]) => {
    const [listed, flags] = command.registeredArguments.length === 0 ? [[], given[0]] : given;
    made = protocol(listed as string[], flags as never);
  });
  await command.parseAsync([...common, ...more], { from: 'user' });
  // As a table holds it.
  return JSON.parse(JSON.stringify(await made)) as Protocol;
}

describe.each(Object.entries(JOBS))('%s', (_, job) => {
  it('has no option of which it is not said what it does to a table', () => {
    const command = new Command();
    job.add(command);
    const options = command.options.map(({ long }) => long!.replace(/^--(no-)?/, '')).sort();
    expect(Object.keys(job.effects).sort()).toEqual(options);
  });

  let before: Promise<Protocol> | undefined;
  it('the same line goes on', async () => {
    before ??= protocolOfLine(job, []);
    expect(protocolDifference(await before, await protocolOfLine(job, []), job.ignored)).toBeUndefined();
  });

  const cases = Object.entries(job.effects).flatMap(([option, effect]) =>
    'field' in effect ? [[option, effect.given, effect.field] as const] : [],
  );
  it.each(cases)('--%s %s: refuses to go on, and names %s', async (option, given, field) => {
    const command = new Command();
    job.add(command);
    const word = command.options.find(({ long }) => long!.replace(/^--(no-)?/, '') === option)!.long!;
    before ??= protocolOfLine(job, []);
    const after = await protocolOfLine(job, given === '' ? [word] : [word, given]);
    expect(protocolDifference(await before, after, job.ignored)?.field).toBe(field);
  });
});
