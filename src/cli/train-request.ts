import { InputError } from '../input-error.ts';
import { type ArchChoice, makePlan } from '../run/plan.ts';
import { drawClasses, jobsOf } from '../run/train/plan-trainings.ts';
import { resolveTrainConfig } from '../run/train/resolve-train-config.ts';
import type { TrainingRuns } from '../run/train/run-trainings.ts';
import { findSpace } from '../spaces/index.ts';
import type { Space } from '../spaces/space.ts';
import { checkFolder, inRange, isCount, listOf } from './flags.ts';
import { positive, type RecipeFlags, recipeOptions } from './recipe-flags.ts';

/** The options of `nasprobe train` as commander hands them over. */
export interface TrainFlags extends RecipeFlags {
  readonly out: string;
  readonly space: string;
  readonly archs?: string;
  readonly draw: string;
  readonly distinct?: boolean;
  readonly seeds: string;
  readonly repeat?: string;
  readonly hours?: string;
  readonly workers?: string;
  readonly deterministic?: boolean;
}

export interface TrainRequest {
  readonly runs: TrainingRuns;
  readonly hours?: number;
  readonly notes: readonly string[];
}

/** Checks every option and makes the plan. Throws {@link InputError}; nothing is written. */
export async function trainRequest(archs: readonly string[], flags: TrainFlags): Promise<TrainRequest> {
  if (!/\.arrow$/i.test(flags.out)) {
    throw new InputError(
      `--out ${flags.out} is no .arrow file: only Arrow keeps the curves and the protocol`,
    );
  }
  checkFolder(flags.out);
  const config = resolveTrainConfig({
    space: flags.space,
    ...recipeOptions(flags),
    deterministic: flags.deterministic === true,
  });
  const seeds = seedsOf(flags.seeds);
  const repeat =
    flags.repeat === undefined ? undefined : inRange('repeat', flags.repeat, isCount, 'a whole number');
  const hours =
    flags.hours === undefined
      ? undefined
      : inRange('hours', flags.hours, (x) => x > 0 && x < 500, 'a number of hours above 0');
  const { chosen, notes } = await chosenArchs(findSpace(config.space), archs, flags);
  return {
    runs: {
      config,
      jobs: jobsOf(chosen, seeds, repeat),
      out: flags.out,
      ...(flags.workers === undefined ? {} : { workers: positive('workers', flags.workers) }),
    },
    ...(hours === undefined ? {} : { hours }),
    notes,
  };
}

async function chosenArchs(
  space: Space,
  archs: readonly string[],
  flags: TrainFlags,
): Promise<{ readonly chosen: readonly string[]; readonly notes: readonly string[] }> {
  const draw = inRange('draw', flags.draw, isCount, 'a whole number from 0 up');
  if (flags.distinct === true) {
    if (archs.length > 0 || flags.archs === undefined) {
      throw new InputError('--distinct says how architectures are drawn: give their number, --archs N');
    }
    return { chosen: drawClasses(space, positive('archs', flags.archs), draw), notes: [] };
  }
  const plan = await makePlan(space, choiceOf(archs, flags.archs), draw);
  return { chosen: plan.archs, notes: plan.notes };
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

/** Different seeds in a list. @throws InputError */
export function seedsOf(text: string): number[] {
  const seeds = listOf(text).map((seed) => inRange('seeds', seed, isCount, 'whole numbers from 0 up'));
  if (seeds.length > 0 && new Set(seeds).size === seeds.length) return seeds;
  throw new InputError(`--seeds '${text}': one or more different seeds are needed, such as 0,1,2`);
}
