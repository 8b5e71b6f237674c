import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../input-error.ts';
import { type ArchChoice, makePlan } from '../run/plan.ts';
import { resolveConfig } from '../run/resolve-config.ts';
import type { ScoreRun } from '../run/run-scores.ts';
import { parseShard, WHOLE } from '../run/shard.ts';
import { findSpace } from '../spaces/index.ts';
import type { Skeleton } from '../spaces/space.ts';
import { engineChoice } from './engine-flags.ts';
import { areModels, modelRequest } from './model-request.ts';
import { wholeNumber } from './whole-number.ts';

/** The options of `nasprobe score` as commander hands them over. */
export interface ScoreFlags {
  readonly space: string;
  readonly archs?: string;
  readonly proxies: string;
  readonly out?: string;
  readonly seed: string;
  readonly batch: string;
  readonly workers?: string;
  readonly engine: string;
  readonly device?: string;
  readonly images: string;
  readonly weights?: string;
  readonly channels?: string;
  readonly cells?: string;
  readonly size?: string;
  readonly classes?: string;
  readonly shard?: string;
  readonly deterministic?: boolean;
}

/** Checks every option and makes the plan. Throws {@link InputError}; nothing is written. */
export async function scoreRequest(archs: readonly string[], flags: ScoreFlags): Promise<ScoreRun> {
  const workers = flags.workers === undefined ? undefined : wholeNumber('workers', flags.workers, 1, 1024);
  const seed = wholeNumber('seed', flags.seed, 0);
  const shard = flags.shard === undefined ? WHOLE : parseShard(flags.shard);
  if (flags.out !== undefined) checkOut(flags.out);
  const execution = {
    ...(workers === undefined ? {} : { workers }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  };
  if (areModels(archs)) return { ...modelRequest(archs, flags), ...execution };
  const skeleton = skeletonOf(flags);
  const config = resolveConfig({
    space: flags.space,
    proxies: flags.proxies.split(',').map((name) => name.trim()),
    seed,
    batch: wholeNumber('batch', flags.batch, 1),
    skeleton,
    ...engineChoice(flags),
    deterministic: flags.deterministic === true,
    images: flags.images,
    ...(flags.weights === undefined ? {} : { weights: flags.weights }),
  });
  const plan = await makePlan(findSpace(config.space), choiceOf(archs, flags.archs), seed, shard);
  if (config.weights !== undefined && plan.selection.count > 1) {
    throw new InputError(`--weights fits one architecture, not ${plan.selection.count}: give a single ARCH`);
  }
  return { config, plan, ...execution };
}

/** The parts of the skeleton that options give. */
export function skeletonOf(flags: Readonly<Partial<Record<keyof Skeleton, string>>>): Partial<Skeleton> {
  return Object.fromEntries(
    (['channels', 'cells', 'size', 'classes'] as const).flatMap((part) => {
      const text = flags[part];
      return text === undefined ? [] : [[part, wholeNumber(part, text, 1)]];
    }),
  );
}

function choiceOf(archs: readonly string[], value: string | undefined): ArchChoice {
  if (archs.length > 0 && value !== undefined) {
    throw new InputError(`both ARCH and --archs ${value} are given: choose one`);
  }
  if (value !== undefined) return { kind: 'archs', value };
  if (archs.length === 0)
    throw new InputError('no architectures: give ARCH strings, or --archs FILE, all or N');
  return { kind: 'listed', archs };
}

/** Says before any work what would only be found when the output is opened. */
function checkOut(path: string): void {
  if (!/\.arrow$/i.test(path)) {
    throw new InputError(`--out ${path} is no .arrow file: only Arrow can be appended while a run goes on`);
  }
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? `does not exist: mkdir -p ${folder}` : 'cannot be written to: choose another';
    throw new InputError(`--out ${path}: the folder ${folder} ${why}`, { cause });
  }
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    throw new InputError(`--out ${path} is no file: choose another name`);
  }
}
