import type { Feed } from '../engine/engine.ts';
import type { RunningStatistics } from './running-statistics.ts';

/** All that training changes: float32, by the names of the official checkpoint, in the graph's order of axes. */
export interface TrainingState {
  readonly parameters: Map<string, Float32Array>;
  /** The optimiser's momentum, by parameter. */
  readonly velocities: Map<string, Float32Array>;
  /** By batch normalisation. */
  readonly running: Map<string, RunningStatistics>;
}

export const emptyState = (): TrainingState => ({
  parameters: new Map(),
  velocities: new Map(),
  running: new Map(),
});

/** The value of a parameter, which is made when it is first asked for. */
export function parameterOf(state: TrainingState, name: string, make: () => Float32Array): Float32Array {
  let value = state.parameters.get(name);
  if (!value) {
    // A copy: what makes parameters may give the same array to several networks.
    value = make().slice();
    state.parameters.set(name, value);
    state.velocities.set(name, new Float32Array(value.length));
  }
  return value;
}

/** The running statistics of a batch normalisation: at first mean 0 and variance 1. */
export function runningOf(state: TrainingState, name: string, channels: number): RunningStatistics {
  let running = state.running.get(name);
  if (!running) {
    running = { mean: new Float32Array(channels), variance: new Float32Array(channels).fill(1) };
    state.running.set(name, running);
  }
  return running;
}

const STATISTIC = /^(.*)\.running_(mean|var)$/;

/** Feeds a network in evaluation mode. */
export function evaluationFeed(state: TrainingState, images: Float32Array): Feed {
  return ({ op, attrs: { name } }) => {
    if (op === 'input') return images;
    const [, norm, what] = STATISTIC.exec(name) ?? [];
    const running = norm === undefined ? undefined : state.running.get(norm);
    const value = running ? (what === 'mean' ? running.mean : running.variance) : state.parameters.get(name);
    if (!value) throw new Error(`${name} has never been trained`);
    return value;
  };
}

/** The state as named tensors, flat, for a checkpoint. */
export function tensorsOf(state: TrainingState): Map<string, Float32Array> {
  const tensors = new Map<string, Float32Array>();
  for (const [name, value] of state.parameters) tensors.set(name, value);
  for (const [name, value] of state.velocities) tensors.set(`${name}${VELOCITY}`, value);
  for (const [name, { mean, variance }] of state.running) {
    tensors.set(`${name}.running_mean`, mean);
    tensors.set(`${name}.running_var`, variance);
  }
  return tensors;
}

const VELOCITY = '.velocity';

/** The state that {@link tensorsOf} wrote. */
export function stateOf(tensors: ReadonlyMap<string, Float32Array>): TrainingState {
  const state = emptyState();
  for (const [name, value] of tensors) {
    const statistic = STATISTIC.exec(name);
    if (statistic?.[2] === 'mean') {
      const norm = statistic[1]!;
      state.running.set(norm, { mean: value, variance: tensors.get(`${norm}.running_var`)! });
    } else if (statistic === null && name.endsWith(VELOCITY)) {
      state.velocities.set(name.slice(0, -VELOCITY.length), value);
    } else if (statistic === null) state.parameters.set(name, value);
  }
  return state;
}
