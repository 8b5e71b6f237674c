import type { PathSampling } from '../../../estimators/supernet/paths.ts';
import type { TrainConfig } from '../train/train-config.ts';

/** All that decides a supernet besides its seed. Plain JSON: it crosses threads and is hashed. */
export interface SupernetConfig extends TrainConfig {
  readonly sampling: PathSampling;
  /** Training batches that the batch norms of an evaluated architecture take their statistics from. */
  readonly calibration: number;
}

/** An architecture with the weights that a supernet has after so many epochs. */
export interface InheritedRow {
  readonly seed: number;
  readonly epoch: number;
  readonly arch: string;
  /** Percent, on the validation images. */
  readonly accuracy: number;
}

/** One moment of one supernet: all architectures of the sample. */
export interface SupernetObservation {
  readonly seed: number;
  readonly epoch: number;
  /** Mean loss of the passes of the last epoch, in nats. */
  readonly loss: number;
  /** Of training since the moment before, and of the evaluations. */
  readonly seconds: number;
  readonly archs: readonly string[];
  readonly accuracies: readonly number[];
}
