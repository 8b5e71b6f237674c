import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../input-error.ts';
import type { Space } from '../../spaces/space.ts';
import { lockOutput, protocolDifference, protocolOf, readTable, writeTable } from '../../table/index.ts';
import { openJournal } from './journal.ts';
import { runsOfTable, tableOfRuns } from './runs-table.ts';
import type { TrainedRun, TrainingJob } from './train-config.ts';
import type { TrainProtocol } from './train-protocol.ts';

/** The output of a training run: an Arrow table, and beside it, while the run is under way, a folder of what is not in it yet. */
export interface TrainOutput {
  readonly runs: readonly TrainedRun[];
  holds(job: TrainingJob): boolean;
  /** Where the checkpoint of a training lies. */
  checkpoint(job: TrainingJob): string;
  /** Keeps a finished training; on the disk when it returns. */
  add(run: TrainedRun): void;
  /** Writes the table: the planned trainings in the plan's order, then what else the file held. */
  write(plan: readonly TrainingJob[]): Promise<void>;
  /** Releases the output; `done`: nothing is under way, so the folder beside it goes. */
  close(done: boolean): Promise<void>;
}

const keyOf = ({ arch, seed }: TrainingJob): string => `${seed} ${arch}`;

/** Opens the output, begun or not. Throws {@link InputError} where it is another protocol's or another process writes it. */
export async function openTrainOutput(
  path: string,
  protocol: TrainProtocol,
  space: Space,
): Promise<TrainOutput> {
  const release = await lockOutput(path);
  try {
    const held = existsSync(path) ? await heldRuns(path, protocol) : [];
    const folder = `${path}.parts`;
    mkdirSync(folder, { recursive: true });
    const journal = openJournal<TrainedRun>(join(folder, 'finished.jsonl'), protocol.configHash);
    const runs = new Map([...held, ...journal.entries].map((run) => [keyOf(run), run]));
    return {
      get runs() {
        return [...runs.values()];
      },
      holds: (job) => runs.has(keyOf(job)),
      checkpoint: ({ arch, seed }) =>
        join(folder, `${protocol.configHash.slice(0, 8)}-${space.indexOf(arch)}-${seed}.safetensors`),
      add(run) {
        journal.add(run);
        runs.set(keyOf(run), run);
      },
      async write(plan) {
        const planned = plan.map(keyOf).filter((key) => runs.has(key));
        const order = [...new Set([...planned, ...runs.keys()])].map((key) => runs.get(key)!);
        await writeTable(tableOfRuns(order, space, protocol, path), path);
        journal.remove();
      },
      async close(done) {
        if (done) rmSync(folder, { recursive: true, force: true });
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function heldRuns(path: string, protocol: TrainProtocol): Promise<TrainedRun[]> {
  const table = await readTable(path);
  const before = protocolOf(table.metadata, path);
  if (before === undefined)
    throw new InputError(`${path}: is no table of nasprobe train, choose another --out`);
  const difference = protocolDifference(before, { ...protocol }, ['machine', 'configHash']);
  if (difference) {
    const { field, first, second } = difference;
    throw new InputError(
      `${path}: its ${field} is ${first}, this run's is ${second}: give the same options, or another --out`,
    );
  }
  return runsOfTable(table);
}
