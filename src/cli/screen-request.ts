import { InputError } from '../input-error.ts';
import { PAPER_FORMATS, type PaperFormat } from '../report/paper-formats.ts';
import { type KnownTable, readKnownTable } from '../run/screen/known-table.ts';
import { type Limit, parseLimits } from '../run/screen/limit.ts';
import type { Known } from '../run/screen/quantity.ts';
import { resolveScreening, type Screening, type ScreenOptions } from '../run/screen/screening.ts';
import { parseStage } from '../run/screen/stage.ts';
import { findSpace } from '../spaces/index.ts';
import type { Space } from '../spaces/space.ts';
import { checkTablePath } from '../table/write-table.ts';
import { engineChoice } from './engine-flags.ts';
import { checkFolder, oneOf } from './flags.ts';
import { skeletonOf } from './score-request.ts';
import { wholeNumber } from './whole-number.ts';

/** The options of `nasprobe screen` as commander hands them over. */
export interface ScreenFlags {
  readonly space: string;
  readonly archs: string;
  readonly top: string;
  readonly stage?: readonly string[];
  readonly budget?: string;
  readonly least?: string;
  readonly maxParams?: string;
  readonly maxMacs?: string;
  readonly maxFlops?: string;
  readonly maxLatencyMs?: string;
  readonly latency?: string;
  readonly latencyColumn?: string;
  readonly scores?: string;
  readonly keepDuplicates?: boolean;
  readonly pareto?: string;
  readonly truth?: string;
  readonly target?: string;
  readonly out?: string;
  readonly format: string;
  readonly json?: boolean;
  readonly summary?: string;
  readonly seed: string;
  readonly batch: string;
  readonly workers?: string;
  readonly engine: string;
  readonly device?: string;
  readonly deterministic?: boolean;
  readonly images: string;
  readonly channels?: string;
  readonly cells?: string;
  readonly size?: string;
  readonly classes?: string;
  readonly quiet?: boolean;
}

/** A screening, and what becomes of its result. */
export interface ScreenRequest {
  readonly screening: Screening;
  readonly format: PaperFormat;
  readonly quiet: boolean;
  readonly out?: string;
  readonly summary?: string;
}

/** The quantity that the column of `--latency` is known as. */
const LATENCY = 'latency_ms';

/** Checks every option and reads the tables. Throws {@link InputError}; nothing is written. */
export async function screenRequest(flags: ScreenFlags): Promise<ScreenRequest> {
  const format =
    flags.json === true ? 'json' : oneOf('format', flags.format, Object.keys(PAPER_FORMATS) as PaperFormat[]);
  const { out, summary } = flags;
  if (out !== undefined && out !== '-') {
    checkTablePath(out);
    checkFolder(out);
  }
  if (summary !== undefined) checkFolder(summary);
  const space = findSpace(flags.space);
  const limits = limitsOf(flags);
  const options: ScreenOptions = {
    scoring: {
      space: space.id,
      seed: wholeNumber('seed', flags.seed, 0),
      batch: wholeNumber('batch', flags.batch, 1),
      skeleton: skeletonOf(flags),
      ...engineChoice(flags),
      deterministic: flags.deterministic === true,
      images: flags.images,
    },
    archs: flags.archs.trim(),
    top: wholeNumber('top', flags.top, 1),
    limits,
    known: await knownOf(flags, space),
    keepDuplicates: flags.keepDuplicates === true,
    ...(flags.stage === undefined ? {} : { stages: flags.stage.map(parseStage) }),
    ...(flags.pareto === undefined ? {} : { pareto: flags.pareto }),
    ...(flags.workers === undefined ? {} : { workers: wholeNumber('workers', flags.workers, 1, 1024) }),
    ...(flags.truth === undefined
      ? {}
      : { truth: await onlyColumn('target', flags.truth, flags.target, space) }),
    ...(out === undefined || out === '-' ? {} : { work: `${out}.stages` }),
  };
  return {
    screening: resolveScreening(options),
    format,
    quiet: flags.quiet === true,
    ...(out === undefined ? {} : { out }),
    ...(summary === undefined ? {} : { summary }),
  };
}

function limitsOf(flags: ScreenFlags): Limit[] {
  const named = [
    ['max-params', 'params', flags.maxParams],
    ['max-macs', 'macs', flags.maxMacs],
    ['max-flops', 'flops', flags.maxFlops],
    ['max-latency-ms', LATENCY, flags.maxLatencyMs],
  ] as const;
  if (flags.maxLatencyMs !== undefined && flags.latency === undefined)
    throw new InputError(
      `--max-latency-ms ${flags.maxLatencyMs} needs a table of latencies: give --latency FILE`,
    );
  return [
    ...named.flatMap(([option, name, text]): Limit[] => {
      if (text === undefined) return [];
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (Number.isFinite(value)) return [{ name, end: 'most', value }];
      throw new InputError(`--${option} ${JSON.stringify(text)}: a number is needed, such as 1e6`);
    }),
    ...(flags.budget === undefined ? [] : parseLimits('budget', 'most', flags.budget)),
    ...(flags.least === undefined ? [] : parseLimits('least', 'least', flags.least)),
  ];
}

async function knownOf({ scores, latency, latencyColumn }: ScreenFlags, space: Space): Promise<Known[]> {
  const known: Known[] = [];
  if (scores !== undefined) {
    const table = await readKnownTable(scores, space);
    known.push(...table.names.map((name) => columnOf(table, name)));
  }
  if (latency !== undefined) {
    const column = await onlyColumn('latency-column', latency, latencyColumn, space);
    known.push({ ...column, name: LATENCY, better: 'lower' });
  }
  return known;
}

function columnOf(table: KnownTable, name: string): Known {
  return { name, better: table.better(name), valueOf: (arch) => table.valueOf(name, arch) };
}

/** The column that an option names, or the only column of numbers. */
async function onlyColumn(
  option: string,
  path: string,
  name: string | undefined,
  space: Space,
): Promise<Known> {
  const table = await readKnownTable(path, space, name === undefined ? undefined : [name]);
  const [only, ...others] = table.names;
  if (others.length > 0)
    throw new InputError(
      `${path} has several columns of numbers: choose one with --${option}: ${table.names.join(', ')}`,
    );
  return columnOf(table, only!);
}
