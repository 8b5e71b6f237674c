import { InputError } from '../../input-error.ts';
import { findSpace } from '../../spaces/index.ts';
import type { Space } from '../../spaces/space.ts';
import type { CrashWatch } from '../crash-watch.ts';
import { resolveConfig, type ScoreOptions } from '../resolve-config.ts';
import type { SpaceConfig } from '../score-config.ts';
import { type ArchSource, openSource } from './arch-source.ts';
import { type Counter, counterOf } from './counter.ts';
import type { Limit } from './limit.ts';
import { type Known, type Quantity, quantityFinder } from './quantity.ts';
import { checkStages, parseStage, type Stage } from './stage.ts';

/** What a caller may say of a screening. */
export interface ScreenOptions {
  /** How proxies are computed; its own list of proxies is left aside. */
  readonly scoring?: ScoreOptions;
  /** `all`, a number to draw without repetition, or a file: `all` unless given. */
  readonly archs?: string;
  /** From cheap to dear: {@link defaultStages} unless given. */
  readonly stages?: readonly Stage[];
  /** How many are wanted in the end, 100 unless given. */
  readonly top?: number;
  readonly limits?: readonly Limit[];
  /** What tables say of the architectures: can be ranked by and limited like counts. */
  readonly known?: readonly Known[];
  /** Keeps members of one isomorphism class apart, which compute the same function. */
  readonly keepDuplicates?: boolean;
  /** The quantity against whose cost the score's Pareto front is wanted. */
  readonly pareto?: string;
  /** Accuracy after training, higher better: only to judge the screening by. */
  readonly truth?: Known;
  readonly workers?: number;
  /** A folder for the scores of each stage: the same screening goes on from there. */
  readonly work?: string;
  readonly signal?: AbortSignal;
}

/** A screening whose parts are all known to fit together. */
export interface Screening {
  readonly space: Space;
  readonly config: SpaceConfig;
  readonly source: ArchSource;
  readonly counter: Counter;
  readonly stages: readonly Stage[];
  readonly top: number;
  readonly limits: readonly (Limit & { readonly quantity: Quantity })[];
  readonly quantityOf: (name: string) => Quantity;
  readonly merge: boolean;
  readonly pareto?: string;
  readonly truth?: Known;
  readonly workers?: number;
  readonly work?: string;
  readonly signal?: AbortSignal;
  /** Who outlives the process; nobody unless given. */
  readonly watch?: CrashWatch;
}

/**
 * Half of all by FLOPs, which cost nothing; then four times the top by SynFlow, which looks at one image; then the top by
 * three measures that see different things, two of them on a whole batch.
 */
export function defaultStages(top: number): Stage[] {
  return ['flops:50%', `synflow:${4 * top}`, 'log-rank-sum=synflow,nwot,jacob_cov'].map(parseStage);
}

/** Checks all that can be checked before the first architecture is read. @throws InputError */
export function resolveScreening(options: ScreenOptions): Screening {
  const { top = 100, known = [], limits = [], pareto, truth, workers, work, signal } = options;
  if (!Number.isSafeInteger(top) || top < 1)
    throw new InputError(`--top ${top}: a whole number from 1 up is needed`);
  const space = findSpace(options.scoring?.space ?? 'nasbench201');
  const stages = options.stages ?? defaultStages(top);
  checkStages(stages, top);
  const config = resolveConfig({ ...options.scoring, proxies: ['params'] });
  const counter = counterOf(space, config.skeleton);
  const quantityOf = quantityFinder(counter, known);
  const proxies = stages
    .flatMap(({ ranking }) => ranking.of.map(({ name }) => quantityOf(name)))
    .flatMap(({ kind, name }) => (kind === 'proxy' ? [name] : []));
  // Only for what it refuses, such as a batch too small for a proxy.
  if (proxies.length > 0) resolveConfig({ ...options.scoring, proxies });
  const beforehand = (option: string, name: string): Quantity => {
    const quantity = quantityOf(name);
    if (quantity.kind !== 'proxy') return quantity;
    throw new InputError(
      `${option} ${name}: takes what is known before any proxy is computed: ${[...counter.names, ...known.map((column) => column.name)].join(', ')}`,
    );
  };
  if (pareto !== undefined) beforehand('--pareto', pareto);
  return {
    space,
    config,
    source: openSource(space, options.archs ?? 'all', config.seed),
    counter,
    stages,
    top,
    limits: limits.map((limit) => ({
      ...limit,
      quantity: beforehand(limit.end === 'most' ? '--budget' : '--least', limit.name),
    })),
    quantityOf,
    merge: options.keepDuplicates !== true,
    ...(pareto === undefined ? {} : { pareto }),
    ...(truth === undefined ? {} : { truth }),
    ...(workers === undefined ? {} : { workers }),
    ...(work === undefined ? {} : { work }),
    ...(signal === undefined ? {} : { signal }),
  };
}
