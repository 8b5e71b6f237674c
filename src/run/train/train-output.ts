import { join } from 'node:path';
import type { TrainedRun } from '../../../datasets/trained-runs.ts';
import { columnsOfRuns, runsOfTable } from '../../../datasets/trained-runs.ts';
import type { Space } from '../../spaces/space.ts';
import { sha256 } from '../digest.ts';
import { openResumableTable } from '../resumable-table.ts';
import type { TrainingJob } from './train-config.ts';
import type { TrainProtocol } from './train-protocol.ts';

/** The output of trainings. */
export interface TrainOutput {
  /** What there is: the planned trainings in the plan's order, then the others. */
  runs(plan: readonly TrainingJob[]): readonly TrainedRun[];
  holds(job: TrainingJob): boolean;
  /** Where the checkpoint of a training lies. */
  checkpoint(job: TrainingJob): string;
  /** Keeps a finished training; on the disk when it returns. */
  add(run: TrainedRun): void;
  /** Writes the table, in the order of `runs`. */
  write(plan: readonly TrainingJob[]): Promise<void>;
  /** Releases the output; `done`: nothing is under way. */
  close(done: boolean): Promise<void>;
}

const keyOf = ({ arch, seed }: TrainingJob): string => `${seed} ${arch}`;

/** Opens the output, begun or not. Throws {@link InputError} where it is another protocol's or another process writes it. */
export async function openTrainOutput(
  path: string,
  protocol: TrainProtocol,
  space: Space,
): Promise<TrainOutput> {
  const table = await openResumableTable<TrainedRun>(path, {
    maker: 'nasprobe train',
    protocol,
    keyOf,
    columns: columnsOfRuns,
    entriesOf: runsOfTable,
  });
  return {
    runs: (plan) => table.inOrder(plan.map(keyOf)),
    holds: (job) => table.entries.has(keyOf(job)),
    checkpoint({ arch, seed }) {
      const index = space.indexOf(arch);
      const place = index < 0 ? sha256(arch).slice(0, 16) : index;
      return join(table.folder, `${protocol.configHash.slice(0, 8)}-${place}-${seed}.safetensors`);
    },
    add: table.add,
    write: (plan) => table.write(plan.map(keyOf)),
    close: table.close,
  };
}
