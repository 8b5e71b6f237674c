import { InputError } from '../../input-error.ts';
import type { Space } from '../../spaces/space.ts';
import { type Column, findColumn, type Table } from '../../table/index.ts';
import type { SupernetObservation } from './supernet-config.ts';

/**
 * The columns of a supernet's table, an architecture at a moment a row: `seed`, `epoch`, `arch`, `index`, `accuracy` in
 * percent; and of the moment `loss` (mean of the last epoch's passes, nats) and `seconds`, the same in all its rows.
 */
export function columnsOfObservations(observations: readonly SupernetObservation[], space: Space): Column[] {
  const rows = observations.flatMap((moment) =>
    moment.archs.map((arch, i) => ({ ...moment, arch, accuracy: moment.accuracies[i]! })),
  );
  const numbers = (name: string, of: (row: (typeof rows)[number]) => number): Column => ({
    kind: 'number',
    name,
    values: Float64Array.from(rows, of),
  });
  return [
    numbers('seed', ({ seed }) => seed),
    numbers('epoch', ({ epoch }) => epoch),
    { kind: 'text', name: 'arch', values: rows.map(({ arch }) => arch) },
    numbers('index', ({ arch }) => space.indexOf(arch)),
    numbers('accuracy', ({ accuracy }) => accuracy),
    numbers('loss', ({ loss }) => loss),
    numbers('seconds', ({ seconds }) => seconds),
  ];
}

/** The moments of such a table, in the order of their first rows. Throws {@link InputError} where it is none. */
export function observationsOf(table: Table): SupernetObservation[] {
  const numbers = (name: string): Float64Array => {
    const column = findColumn(table, name);
    if (column?.kind === 'number') return column.values;
    throw new InputError(
      `${table.source}: has no column of numbers "${name}", give a table of nasprobe supernet`,
    );
  };
  const archs = findColumn(table, 'arch');
  if (archs?.kind !== 'text') {
    throw new InputError(`${table.source}: has no column "arch", give a table of nasprobe supernet`);
  }
  const [seeds, epochs, accuracies, losses, seconds] = (
    ['seed', 'epoch', 'accuracy', 'loss', 'seconds'] as const
  ).map(numbers) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const moments = new Map<string, SupernetObservation & { archs: string[]; accuracies: number[] }>();
  for (let row = 0; row < table.rows; row += 1) {
    const key = `${seeds[row]} ${epochs[row]}`;
    let moment = moments.get(key);
    if (moment === undefined) {
      const { [row]: seed } = seeds;
      moment = {
        seed: seed!,
        epoch: epochs[row]!,
        loss: losses[row]!,
        seconds: seconds[row]!,
        archs: [],
        accuracies: [],
      };
      moments.set(key, moment);
    }
    moment.archs.push(archs.values[row] ?? '');
    moment.accuracies.push(accuracies[row]!);
  }
  return [...moments.values()];
}
