import type { Network, ParameterSpec } from '../../src/graph/network.ts';
import { evaluate } from '../../src/training/evaluate.ts';
import { type ImageSet, pixelsOf } from '../../src/training/image-set.ts';
import { type RunningStatistics, updateRunning } from '../../src/training/running-statistics.ts';
import {
  evaluationProgram,
  type NetworkPlan,
  statisticsProgram,
} from '../../src/training/training-program.ts';
import { emptyState, parameterOf, runningOf, type TrainingState } from '../../src/training/training-state.ts';
import { sharedNames } from './shared-names.ts';
import type { SupernetTask } from './train-supernet.ts';

/** Images an evaluation looks at at once: their number decides nothing but the speed. */
const EVALUATED = 250;

/**
 * The accuracy, in percent, of an architecture with the supernet's weights on a set. Its batch norms get statistics of
 * their own first: the means over the first `calibration` batches of the training images, as they are.
 */
export function inheritedAccuracy(
  task: SupernetTask,
  state: TrainingState,
  arch: string,
  calibration: number,
  set: ImageSet,
): number {
  const { space, skeleton, train, recipe, engine } = task;
  const plan: NetworkPlan = (net) => space.build(arch, skeleton, net);
  const shape = { size: train.size, classes: train.classes };
  const program = statisticsProgram(plan, { ...shape, batch: recipe.batch }, engine);
  const own = inheritedState(program.network, state, task.initial);
  const pixels = pixelsOf(train) * recipe.batch;
  for (let batch = 0; batch < calibration; batch += 1) {
    const images = train.images.subarray(batch * pixels, (batch + 1) * pixels);
    const moments = program.run(({ op, attrs: { name } }) =>
      op === 'input' ? images : own.parameters.get(name)!,
    );
    program.norms.forEach(({ name, count }, i) => {
      const { mean, variance } = moments[i]!;
      const running: RunningStatistics = runningOf(own, name, mean.length);
      // The weight that makes a plain mean of all batches.
      updateRunning(running, mean, variance, count, 1 / (batch + 1));
    });
  }
  return evaluate(evaluationProgram(plan, { ...shape, batch: EVALUATED }, engine), own, set, EVALUATED);
}

/** A network's own view of the supernet's parameters, by the network's names. */
function inheritedState(
  network: Network,
  state: TrainingState,
  initial: (spec: ParameterSpec) => Float32Array,
): TrainingState {
  const nameOf = sharedNames(network);
  const own = emptyState();
  for (const spec of network.parameters) {
    const { name } = spec.node.attrs;
    own.parameters.set(
      name,
      parameterOf(state, nameOf(name), () => initial(spec)),
    );
  }
  return own;
}
