import { randomStream } from '../../../../src/random/index.ts';
import { ADAM, adamMoments, adamStep } from '../../../../src/training/adam.ts';
import { type Matrix, rowOf } from '../../matrix.ts';
import { drawer, permutation } from '../draw.ts';
import { predictionProgram, trainingProgram } from './compiled.ts';
import type { NetworkDesign, Weights } from './design.ts';
import type { Loss } from './loss.ts';

/** The inputs of a design, one row an architecture. */
export type NetworkData = ReadonlyMap<string, Matrix>;

export interface NetworkTraining {
  readonly loss: Loss;
  readonly epochs: number;
  /** Steps at most, whatever the epochs: many rows need fewer epochs. */
  readonly steps: number;
  readonly batch: number;
  /** Learning rate at the start; it falls to zero along a cosine. */
  readonly rate: number;
  readonly weightDecay: number;
  /** Share of the rows that early stopping watches; none are held out below `heldOutFrom` rows. */
  readonly heldOut: number;
  readonly heldOutFrom: number;
  /** Epochs between looks at the rows held out, and looks without progress before it stops. */
  readonly every: number;
  readonly patience: number;
}

/** What all predictors train with, apart from the loss and the epochs. */
export const USUAL_TRAINING = {
  steps: 400,
  batch: 32,
  rate: 5e-3,
  weightDecay: 1e-2,
  heldOut: 0.1,
  heldOutFrom: 100,
  every: 5,
  patience: 8,
} as const;

/** Architectures predicted at a time. */
const CHUNK = 128;

/** Trains a network with AdamW; the same weights for the same seed. Keeps those that did best on the rows held out. */
export function trainNetwork(
  design: NetworkDesign,
  data: NetworkData,
  targets: Float64Array,
  training: NetworkTraining,
  seed: number,
): Weights {
  const { loss, rate } = training;
  const draw = drawer(seed, `network/${design.key}`);
  const order = permutation(targets.length, draw);
  const held = targets.length < training.heldOutFrom ? 0 : Math.round(training.heldOut * targets.length);
  const [watched, seen] = [order.subarray(0, held), order.subarray(held)];
  const batch = Math.min(training.batch, seen.length);
  const program = trainingProgram(design, loss, batch);
  const weights = initialWeights(design, seed);
  const moments = new Map([...weights].map(([name, weight]) => [name, adamMoments(weight.length)]));
  const options = { ...ADAM, weightDecay: training.weightDecay };
  const perEpoch = Math.ceil(seen.length / batch);
  const epochs = Math.max(1, Math.min(training.epochs, Math.round(training.steps / perEpoch)));
  let best = { weights, error: Number.POSITIVE_INFINITY, at: 0 };
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const shuffled = permutation(seen.length, draw);
    for (let part = 0; part < perEpoch; part += 1) {
      // The last batch of an epoch is filled up from its beginning.
      const rows = Int32Array.from(
        { length: batch },
        (_, i) => seen[shuffled[(part * batch + i) % seen.length]!]!,
      );
      const known = loss.known(Float64Array.from(rows, (row) => targets[row]!));
      const feeds = new Map([...batchOf(data, rows), ['known', known]]);
      const results = program.run(({ attrs }) => feeds.get(attrs.name) ?? weights.get(attrs.name)!);
      step += 1;
      const now = (rate * (1 + Math.cos((Math.PI * step) / (epochs * perEpoch)))) / 2;
      for (const [name, weight] of weights) {
        const gradient = results.get(name);
        if (gradient !== undefined) adamStep(weight, gradient, moments.get(name)!, step, now, options);
      }
    }
    if (held === 0 || epoch % training.every !== 0) continue;
    const error = disorder(predictNetwork(design, rowsOf(data, watched), weights), targets, watched);
    if (error < best.error) {
      best = {
        weights: new Map([...weights].map(([name, weight]) => [name, weight.slice()])),
        error,
        at: epoch,
      };
    } else if (epoch - best.at >= training.patience * training.every) break;
  }
  return best.weights;
}

/** What a network says of architectures. */
export function predictNetwork(design: NetworkDesign, data: NetworkData, weights: Weights): Float64Array {
  const rows = data.values().next().value?.rows ?? 0;
  const out = new Float64Array(rows);
  for (let from = 0; from < rows; from += CHUNK) {
    const chunk = Int32Array.from({ length: CHUNK }, (_, i) => Math.min(from + i, rows - 1));
    const feeds = batchOf(data, chunk);
    const results = predictionProgram(design, CHUNK).run(
      ({ attrs }) => feeds.get(attrs.name) ?? weights.get(attrs.name)!,
    );
    out.set(results.get('prediction')!.subarray(0, Math.min(CHUNK, rows - from)), from);
  }
  return out;
}

/** Uniform in ±sqrt(6 / fan-in) (He et al. 2015), biases zero. */
function initialWeights(design: NetworkDesign, seed: number): Map<string, Float32Array> {
  return new Map(
    design.parameters.map(({ name, shape, fanIn }) => {
      const weight = new Float32Array(shape.reduce((size, extent) => size * extent, 1));
      if (fanIn !== null) {
        const bound = Math.sqrt(6 / fanIn);
        randomStream(seed, `predictors/${design.key}/${name}`).fillUniform(weight, -bound, bound);
      }
      return [name, weight];
    }),
  );
}

function batchOf(data: NetworkData, rows: Int32Array): Map<string, Float64Array> {
  return new Map(
    [...data].map(([name, matrix]) => {
      const values = new Float64Array(rows.length * matrix.columns);
      rows.forEach((row, at) => values.set(rowOf(matrix, row), at * matrix.columns));
      return [name, values];
    }),
  );
}

function rowsOf(data: NetworkData, rows: Int32Array): NetworkData {
  return new Map(
    [...batchOf(data, rows)].map(([name, values]) => [
      name,
      { rows: rows.length, columns: data.get(name)!.columns, values },
    ]),
  );
}

/** 1 - Pearson's correlation with the targets: the same for networks whose scale is their own. */
function disorder(predictions: Float64Array, targets: Float64Array, rows: Int32Array): number {
  const y = Float64Array.from(rows, (row) => targets[row]!);
  const [meanX, meanY] = [predictions, y].map((values) => values.reduce((a, b) => a + b, 0) / values.length);
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < y.length; i += 1) {
    xx += (predictions[i]! - meanX!) ** 2;
    yy += (y[i]! - meanY!) ** 2;
    xy += (predictions[i]! - meanX!) * (y[i]! - meanY!);
  }
  return xx > 0 && yy > 0 ? 1 - xy / Math.sqrt(xx * yy) : 1;
}
