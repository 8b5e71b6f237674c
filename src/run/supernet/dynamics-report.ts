import { type SupernetMoment, supernetMoment } from '../../../estimators/supernet/dynamics.ts';
import {
  fitInterpolation,
  type InterpolationFit,
  interpolated,
} from '../../../estimators/supernet/interpolation.ts';
import { InputError } from '../../input-error.ts';
import { spearman } from '../../rank/index.ts';
import type { PaperCell, PaperColumn, PaperTable } from '../../report/paper-table.ts';
import { findColumn, type Table } from '../../table/index.ts';
import type { SupernetObservation } from './supernet-config.ts';

/** The rank correlation of one supernet with the truth over its training, and the model's account of it. */
export interface SupernetDynamics {
  readonly seed: number;
  readonly moments: readonly (SupernetMoment & {
    readonly epoch: number;
    readonly loss: number;
    /** Spearman that the fitted model gives; NaN where there is no fit. */
    readonly modelled: number;
  })[];
  /** Absent where fewer than three moments are observed: two are fitted by nearly anything. */
  readonly fit?: InterpolationFit;
}

/** Stand-alone accuracies by architecture. Throws {@link InputError} where the table has no such columns. */
export function truthByArch(table: Table, target: string): ReadonlyMap<string, number> {
  const archs = findColumn(table, 'arch');
  const values = findColumn(table, target);
  if (archs?.kind !== 'text' || values?.kind !== 'number') {
    const names = table.columns.map(({ name }) => name).join(', ');
    throw new InputError(`${table.source}: columns "arch" and "${target}" are needed, it has ${names}`);
  }
  return new Map(archs.values.flatMap((arch, row) => (arch === null ? [] : [[arch, values.values[row]!]])));
}

/** Follows each supernet over its moments. Throws {@link InputError} where fewer than three architectures have a truth. */
export function supernetDynamics(
  observations: readonly SupernetObservation[],
  truth: ReadonlyMap<string, number>,
  top: number,
): SupernetDynamics[] {
  const seeds = [...new Set(observations.map(({ seed }) => seed))].sort((a, b) => a - b);
  return seeds.map((seed) => {
    const own = observations
      .filter((observation) => observation.seed === seed)
      .sort((a, b) => a.epoch - b.epoch)
      .map((observation) => ({ ...observation, ...joined(observation, truth) }));
    const trained = own.filter(({ epoch }) => epoch > 0);
    const fit =
      trained.length < 3
        ? undefined
        : fitInterpolation(
            trained[0]!.truth,
            trained.map(({ epoch, seen }) => ({ epochs: epoch, accuracies: seen })),
          );
    const moments = own.map(({ epoch, loss, seen, truth: standAlone }) => ({
      epoch,
      loss,
      ...supernetMoment(seen, standAlone, top),
      modelled: fit ? spearman(interpolated(fit, standAlone, epoch), standAlone) : Number.NaN,
    }));
    return { seed, moments, ...(fit === undefined ? {} : { fit }) };
  });
}

function joined({ archs, accuracies }: SupernetObservation, truth: ReadonlyMap<string, number>) {
  const rows = archs.flatMap((arch, i) => {
    const value = truth.get(arch);
    return value === undefined ? [] : [{ seen: accuracies[i]!, truth: value }];
  });
  if (rows.length < 3) {
    throw new InputError(
      `${rows.length} of ${archs.length} architectures have a truth, three are needed: give another --truth`,
    );
  }
  return {
    seen: Float64Array.from(rows, ({ seen }) => seen),
    truth: Float64Array.from(rows, (row) => row.truth),
  };
}

/** The dynamics as a table: a group a supernet, a row a moment. */
export function dynamicsTable(dynamics: readonly SupernetDynamics[], top: number): PaperTable {
  const best = `best ${100 * top} %`;
  type Moment = SupernetDynamics['moments'][number];
  const columns: (PaperColumn & { readonly cell: (moment: Moment) => PaperCell })[] = [
    { title: 'loss', cell: ({ loss }) => ({ value: loss }) },
    { title: 'Spearman', cell: ({ spearman: value }) => ({ value }) },
    { title: '95 % interval', cell: ({ spearmanInterval }) => ({ value: null, interval: spearmanInterval }) },
    { title: 'Kendall', cell: ({ kendall }) => ({ value: kendall }) },
    { title: '95 % interval', cell: ({ kendallInterval }) => ({ value: null, interval: kendallInterval }) },
    { title: 'Spearman', over: best, cell: ({ topSpearman }) => ({ value: topSpearman }) },
    { title: 'Kendall', over: best, cell: ({ topKendall }) => ({ value: topKendall }) },
    { title: 'overlap', over: best, cell: ({ topOverlap }) => ({ value: topOverlap }) },
    { title: 'model', cell: ({ modelled }) => ({ value: modelled }) },
  ];
  const [first] = dynamics;
  return {
    caption: `Rank correlation of inherited with stand-alone accuracies, ${first?.moments[0]?.n ?? 0} architectures`,
    stub: 'epoch',
    groupedBy: 'supernet',
    columns,
    groups: dynamics.map(({ seed, moments }) => ({
      title: `supernet of seed ${seed}`,
      rows: moments.map((moment) => ({
        name: String(moment.epoch),
        cells: columns.map(({ cell }) => cell(moment)),
      })),
    })),
    notes: [
      `${best}: the best ${first?.moments[0]?.topN ?? 0} by truth alone; overlap: how many of them the supernet too puts among its best ${first?.moments[0]?.topN ?? 0}`,
      '95 % intervals by percentile bootstrap over the architectures',
      ...dynamics.flatMap(({ seed, fit }) =>
        fit === undefined
          ? []
          : [
              `Seed ${seed}: p(E) = a s + (1 - a) q with a = E / (E + lambda) fits best with lambda = ${fit.lambda.toPrecision(3)} epochs: it explains ${(100 * fit.r2).toFixed(1)} % of the variance of the inherited accuracies, ${fit.rmse.toFixed(2)} points off (root mean square)`,
            ],
      ),
    ],
  };
}
