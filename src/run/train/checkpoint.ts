import { existsSync, rmSync } from 'node:fs';
import { readSafetensors, type WritableTensor, writeSafetensors } from '../../safetensors/index.ts';
import type { EpochRecord } from '../../training/train.ts';
import { stateOf, type TrainingState, tensorsOf } from '../../training/training-state.ts';

/** How far a training has come: the state after its epochs, and what they gave. */
export interface Checkpoint {
  readonly state: TrainingState;
  readonly records: readonly EpochRecord[];
}

const RECORDS = 'nasprobe.records';
const FIELDS = ['trainLoss', 'trainAccuracy', 'validAccuracy', 'testAccuracy', 'seconds'] as const;

/** Writes a checkpoint, whole or not at all. */
export function writeCheckpoint(path: string, { state, records }: Checkpoint): void {
  const tensors = new Map<string, WritableTensor>();
  for (const [name, data] of tensorsOf(state)) tensors.set(name, { shape: [data.length], data });
  const numbers = Float64Array.from(records.flatMap((record) => FIELDS.map((field) => record[field])));
  tensors.set(RECORDS, { shape: [records.length, FIELDS.length], data: numbers });
  writeSafetensors(path, tensors);
}

/** The checkpoint at this path, if there is one. Throws {@link InputError} where it is damaged. */
export function readCheckpoint(path: string): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  const tensors = readSafetensors(path);
  const numbers = tensors.get(RECORDS)?.data ?? new Float64Array(0);
  tensors.delete(RECORDS);
  const records = Array.from({ length: numbers.length / FIELDS.length }, (_, epoch) =>
    Object.fromEntries(FIELDS.map((field, i) => [field, numbers[epoch * FIELDS.length + i]!])),
  ) as unknown as EpochRecord[];
  const state = stateOf(new Map([...tensors].map(([name, { data }]) => [name, Float32Array.from(data)])));
  return { state, records };
}

export function removeCheckpoint(path: string): void {
  rmSync(path, { force: true });
}
