import type { Feed } from '../engine/engine.ts';
import type { ParameterSpec } from '../graph/network.ts';
import type { TrainingBatch } from './draw-batch.ts';
import type { SgdOptions } from './recipe.ts';
import { updateRunning } from './running-statistics.ts';
import { sgdStep } from './sgd.ts';
import type { BatchMoments, TrainingProgram } from './training-program.ts';
import { parameterOf, runningOf, type TrainingState } from './training-state.ts';

/** What one pass over a batch gives, by names of the state; nothing is changed by it. */
export interface Pass {
  readonly loss: number;
  readonly logits: Float64Array;
  readonly gradients: ReadonlyMap<string, Float64Array>;
  /** With the numbers that each is over. */
  readonly statistics: ReadonlyMap<string, BatchMoments & { readonly count: number }>;
}

/**
 * A function that passes a batch forwards and backwards with the state's parameters, which are initialised where they
 * are new. `nameOf` gives the state's name for a name of the network: its own, unless networks share a state.
 */
export function openPass(
  program: TrainingProgram,
  state: TrainingState,
  initial: (spec: ParameterSpec) => Float32Array,
  nameOf: (name: string) => string = (name) => name,
): (batch: TrainingBatch) => Pass {
  const names = program.parameters.map(({ node }) => nameOf(node.attrs.name));
  const values = new Map(
    program.parameters.map((spec, i) => [
      spec.node.attrs.name,
      parameterOf(state, names[i]!, () => initial(spec)),
    ]),
  );
  const norms = program.norms.map(({ name, count }) => ({ name: nameOf(name), count }));
  return (batch) => {
    const inputs: Readonly<Record<string, Float32Array>> = { images: batch.images, targets: batch.targets };
    const feed: Feed = ({ op, attrs: { name } }) => (op === 'parameter' ? values.get(name)! : inputs[name]!);
    const { loss, logits, gradients, statistics } = program.run(feed);
    return {
      loss,
      logits,
      gradients: new Map(names.map((name, i) => [name, gradients[i]!])),
      statistics: new Map(norms.map(({ name, count }, i) => [name, { ...statistics[i]!, count }])),
    };
  };
}

/** Takes a pass's batch statistics into the running ones. */
export function takeStatistics(state: TrainingState, statistics: Pass['statistics']): void {
  for (const [name, { mean, variance, count }] of statistics) {
    updateRunning(runningOf(state, name, mean.length), mean, variance, count);
  }
}

/** One step of the optimiser on the parameters that have a gradient. */
export function descend(
  state: TrainingState,
  gradients: Pass['gradients'],
  rate: number,
  options: SgdOptions,
): void {
  for (const [name, gradient] of gradients) {
    sgdStep(state.parameters.get(name)!, gradient, state.velocities.get(name)!, rate, options);
  }
}
