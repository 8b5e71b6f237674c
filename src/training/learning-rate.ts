import { turn } from '../elementary/turn.ts';
import type { Schedule } from './recipe.ts';

/** Shares of the training at which the step schedule divides the rate by ten. */
const DROPS = [0.5, 0.75] as const;

/** The rate's factor at a share (0 to 1) of the training that follows the warm-up. */
const SHAPES: Readonly<Record<Schedule['shape'], (share: number) => number>> = {
  cosine: (share) => (1 + turn(share / 2)[0]) / 2,
  step: (share) => 0.1 ** DROPS.filter((drop) => share >= drop).length,
  constant: () => 1,
};

/**
 * The learning rate of a step, `step` counted from 0: during the warm-up it rises linearly and reaches the peak with the
 * warm-up's last step; then it follows the schedule's shape (cosine: Loshchilov & Hutter, ICLR 2017), step by step.
 */
export function learningRate(
  schedule: Schedule,
  step: number,
  stepsPerEpoch: number,
  epochs: number,
): number {
  const warmup = Math.round(schedule.warmup * stepsPerEpoch);
  if (step < warmup) return (schedule.peak * (step + 1)) / warmup;
  return schedule.peak * SHAPES[schedule.shape]((step - warmup) / (stepsPerEpoch * epochs - warmup));
}
