import type { RandomStream } from '../../src/random/index.ts';
import type { Choices } from '../../src/spaces/space.ts';

/** How the paths of a step are chosen. */
export type PathSampling = 'uniform' | 'fair';

export const PATH_SAMPLINGS = ['uniform', 'fair'] as const satisfies readonly PathSampling[];

type Sampler = (choices: Choices, stream: RandomStream, step: number) => string[];

/** Random numbers that a step may use. */
const STRIDE = 4096;

/** One path, every option at every choice equally likely (Guo et al., ECCV 2020). */
const uniform: Sampler = ({ options, compose }, stream, step) => [
  compose(options.map((of, choice) => of[stream.integer(step * STRIDE + choice, of.length)]!)),
];

/**
 * As many paths as a choice has options, so that each option of each choice is in exactly one of them (Chu et al.,
 * ICCV 2021); where a choice has fewer options, they come round again.
 */
const fair: Sampler = ({ options, compose }, stream, step) => {
  const paths = Math.max(...options.map((of) => of.length));
  let position = step * STRIDE;
  const shuffled = options.map((of) => {
    const order = [...of];
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = stream.integer(position, last + 1);
      position += 1;
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return order;
  });
  return Array.from({ length: paths }, (_, path) =>
    compose(shuffled.map((order) => order[path % order.length]!)),
  );
};

const SAMPLERS: Readonly<Record<PathSampling, Sampler>> = { uniform, fair };

/** The architectures that a step trains, the `step`-th of all: from the stream and the step alone. */
export function pathsOfStep(
  sampling: PathSampling,
  choices: Choices,
  stream: RandomStream,
  step: number,
): string[] {
  return SAMPLERS[sampling](choices, stream, step);
}
