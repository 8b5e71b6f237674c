import { PATH_SAMPLINGS } from '../../estimators/supernet/paths.ts';
import { InputError } from '../input-error.ts';
import { drawn } from '../random/index.ts';
import { makePlan } from '../run/plan.ts';
import { resolveSupernetConfig } from '../run/supernet/resolve-supernet-config.ts';
import type { SupernetRun } from '../run/supernet/run-supernet.ts';
import { findSpace } from '../spaces/index.ts';
import type { Space } from '../spaces/space.ts';
import { findColumn, type Table } from '../table/index.ts';
import { checkFolder, inRange, isCount, listOf, oneOf } from './flags.ts';
import { positive, type RecipeFlags, recipeOptions } from './recipe-flags.ts';
import { seedsOf } from './train-request.ts';

/** The options of `nasprobe supernet` as commander hands them over. */
export interface SupernetFlags extends RecipeFlags {
  readonly out?: string;
  readonly space: string;
  readonly sampling: string;
  readonly seeds: string;
  readonly at?: string;
  readonly archs: string;
  readonly draw: string;
  readonly calibration: string;
  readonly workers?: string;
  readonly hours?: string;
  readonly deterministic?: boolean;
  readonly quiet?: boolean;
}

export interface SupernetRequest {
  readonly run: SupernetRun;
  readonly hours?: number;
}

/** Checks every option and draws the sample. Throws {@link InputError}; nothing is written. */
export async function supernetRequest(flags: SupernetFlags, truth: Table): Promise<SupernetRequest> {
  const { out } = flags;
  if (out === undefined)
    throw new InputError('supernet needs --out FILE.arrow, where its accuracies are kept');
  if (!/\.arrow$/i.test(out)) {
    throw new InputError(`--out ${out} is no .arrow file: only Arrow keeps the protocol`);
  }
  checkFolder(out);
  const config = resolveSupernetConfig({
    ...recipeOptions(flags),
    space: flags.space,
    sampling: oneOf('sampling', flags.sampling, PATH_SAMPLINGS),
    calibration: positive('calibration', flags.calibration),
    deterministic: flags.deterministic === true,
  });
  const { epochs } = config.recipe;
  const hours =
    flags.hours === undefined
      ? undefined
      : inRange('hours', flags.hours, (x) => x > 0 && x < 500, 'a number of hours above 0');
  const run: SupernetRun = {
    config,
    seeds: seedsOf(flags.seeds),
    moments: flags.at === undefined ? usualMoments(epochs) : momentsOf(flags.at, epochs),
    archs: await sampleOf(findSpace(config.space), flags, truth),
    out,
    ...(flags.workers === undefined ? {} : { workers: positive('workers', flags.workers) }),
  };
  return { run, ...(hours === undefined ? {} : { hours }) };
}

/** 1, 2, 5, 10, 20, 50, … and the last. */
function usualMoments(epochs: number): number[] {
  const moments = [1, 2, 5].flatMap((digit) => Array.from({ length: 7 }, (_, power) => digit * 10 ** power));
  return [...moments.filter((epoch) => epoch < epochs), epochs].sort((a, b) => a - b);
}

function momentsOf(text: string, epochs: number): number[] {
  const moments = listOf(text).map((at) =>
    inRange(
      'at',
      at,
      (x) => isCount(x) && x > 0 && x <= epochs,
      `whole numbers from 1 to ${epochs}, the epochs,`,
    ),
  );
  if (moments.length === 0) throw new InputError("--at is empty: give epochs such as '1,5,20'");
  return [...new Set([...moments, epochs])].sort((a, b) => a - b);
}

/** Those of a file, or as many of the truth's, drawn without repetition; all of them where it has no more. */
async function sampleOf(space: Space, flags: SupernetFlags, truth: Table): Promise<readonly string[]> {
  if (!/^[+-]?\d/.test(flags.archs)) {
    return (await makePlan(space, { kind: 'archs', value: flags.archs }, 0)).archs;
  }
  const count = positive('archs', flags.archs);
  const column = findColumn(truth, 'arch');
  if (column?.kind !== 'text')
    throw new InputError(`${truth.source}: has no column "arch", give another --truth`);
  const archs = column.values.flatMap((arch) => (arch === null ? [] : [space.parse(arch)]));
  const draw = inRange('draw', flags.draw, isCount, 'a whole number from 0 up');
  return drawn(archs, count, draw, 'supernet/sample');
}
