import { readTruth } from '../../datasets/truth.ts';
import { interpolated } from '../../estimators/supernet/interpolation.ts';
import { correlationOverEpochs } from '../figure/correlation-over-epochs.ts';
import { InputError } from '../input-error.ts';
import { randomStream } from '../random/index.ts';
import { kendall, spearman } from '../rank/index.ts';
import { PAPER_FORMATS, type PaperFormat } from '../report/paper-formats.ts';
import type { PaperTable } from '../report/paper-table.ts';
import {
  dynamicsTable,
  type SupernetDynamics,
  supernetDynamics,
  truthByArch,
} from '../run/supernet/dynamics-report.ts';
import { observationsOf } from '../run/supernet/observations-table.ts';
import type { SupernetObservation } from '../run/supernet/supernet-config.ts';
import { findColumn, readTable, type Table } from '../table/index.ts';
import { writeAtomically } from '../table/write-atomically.ts';
import { checkFolder, inRange, isCount, listOf, oneOf } from './flags.ts';

/** The options that say what is shown and against which truth. */
export interface DynamicsFlags {
  readonly truth: string;
  readonly target: string;
  readonly top: string;
  readonly format: string;
  readonly figure?: string;
}

export interface ModelFlags extends DynamicsFlags {
  readonly lambda: string;
  readonly bias: string;
  readonly biasSeed: string;
  readonly at: string;
}

/** Those options, checked, with the truth read. */
export interface DynamicsRequest {
  readonly truth: Table;
  readonly target: string;
  readonly top: number;
  readonly format: PaperFormat;
  readonly figure?: string;
}

/** @throws InputError naming the option and what it takes */
export async function dynamicsRequest(flags: DynamicsFlags): Promise<DynamicsRequest> {
  const formats = Object.keys(PAPER_FORMATS) as PaperFormat[];
  const { figure } = flags;
  if (figure !== undefined) {
    if (!/\.svg$/i.test(figure)) throw new InputError(`--figure ${figure} is no .svg file: name it so`);
    checkFolder(figure);
  }
  return {
    target: flags.target,
    top: inRange('top', flags.top, (x) => x > 0 && x <= 1, 'a share above 0 and up to 1, such as 0.1'),
    format: oneOf('format', flags.format, formats),
    ...(figure === undefined ? {} : { figure }),
    truth: await readTruth(flags.truth),
  };
}

/** `nasprobe supernet dynamics TABLE`. */
export async function showDynamicsOf(path: string, flags: DynamicsFlags): Promise<void> {
  const request = await dynamicsRequest(flags);
  await showDynamics(observationsOf(await readTable(path)), request);
}

/** Writes the dynamics table to stdout, and the figure where one is wanted. */
export async function showDynamics(
  observations: readonly SupernetObservation[],
  { truth, target, top, format, figure }: DynamicsRequest,
): Promise<void> {
  const standAlone = truthByArch(truth, target);
  const dynamics = supernetDynamics(observations, standAlone, top);
  await print(format, dynamicsTable(dynamics, top));
  if (figure === undefined) return;
  const series = dynamics.map((supernet) => ({
    name: `seed ${supernet.seed}`,
    points: supernet.moments.map(({ epoch, spearman: value, spearmanInterval: [low, high] }) => ({
      epoch,
      value,
      low,
      high,
    })),
    ...(supernet.fit === undefined ? {} : { model: modelOf(supernet) }),
  }));
  await write(figure, correlationOverEpochs(series, "Spearman's rank correlation"));
}

const modelOf = ({ moments }: SupernetDynamics) =>
  moments.map(({ epoch, modelled }) => ({ epoch, value: modelled }));

/** `nasprobe supernet model`: the correlation of p(E) with the truth for a given lambda and bias. */
export async function showModel(flags: ModelFlags): Promise<void> {
  const { truth, target, format, figure } = await dynamicsRequest(flags);
  const lambda = inRange('lambda', flags.lambda, (x) => x > 0 && x < 1e9, 'a number of epochs above 0');
  const epochs = listOf(flags.at).map((text) =>
    inRange('at', text, (x) => x >= 0 && x < 1e9, 'numbers from 0 up'),
  );
  const column = findColumn(truth, target);
  if (column?.kind !== 'number')
    throw new InputError(`${truth.source}: has no column of numbers "${target}"`);
  const bias = biasOf(truth, column.values, flags);
  const rows = epochs.map((epoch) => {
    const accuracies = interpolated({ lambda, bias }, column.values, epoch);
    return { epoch, rho: spearman(accuracies, column.values), tau: kendall(accuracies, column.values) };
  });
  await print(format, {
    caption: `Rank correlation of p(E) = a s + (1 - a) q with s, a = E / (E + ${lambda}), ${column.values.length} architectures`,
    stub: 'E',
    columns: [{ title: 'Spearman' }, { title: 'Kendall' }],
    groups: [
      {
        rows: rows.map(({ epoch, rho, tau }) => ({
          name: String(epoch),
          cells: [{ value: rho }, { value: tau }],
        })),
      },
    ],
    notes: [
      `s is ${target} of ${flags.truth}; q is ${flags.bias === 'random' ? `normal with its mean and deviation, seed ${flags.biasSeed}` : flags.bias}`,
    ],
  });
  if (figure === undefined) return;
  const points = rows
    .filter(({ epoch }) => epoch > 0)
    .map(({ epoch, rho }) => ({ epoch, value: rho, low: rho, high: rho }));
  await write(
    figure,
    correlationOverEpochs([{ name: `lambda ${lambda}`, points }], "Spearman's rank correlation"),
  );
}

function biasOf(truth: Table, standAlone: Float64Array, flags: ModelFlags): Float64Array {
  if (flags.bias !== 'random') {
    const column = findColumn(truth, flags.bias);
    if (column?.kind === 'number') return column.values;
    throw new InputError(`--bias ${flags.bias}: ${truth.source} has no such column of numbers`);
  }
  const seed = inRange('bias-seed', flags.biasSeed, isCount, 'a whole number from 0 up');
  const mean = standAlone.reduce((sum, value) => sum + value, 0) / standAlone.length;
  const squares = standAlone.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / standAlone.length);
  const stream = randomStream(seed, 'supernet/bias');
  return standAlone.map((_, i) => mean + deviation * stream.normal(i));
}

const print = (format: PaperFormat, table: PaperTable): Promise<void> =>
  write('-', PAPER_FORMATS[format](table));

const write = (path: string, text: string): Promise<void> =>
  writeAtomically(path, [new TextEncoder().encode(text)]);
