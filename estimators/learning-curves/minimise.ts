import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import { dot } from './box-least-squares.ts';
import type { SeparableModel } from './separable-model.ts';

/** Most steps in one go of Levenberg-Marquardt. */
const STEPS = 8;

/** Most goes from one start. */
const GOES = 25;

/** A go that gains less than this share of the cost is the last one. */
const WORTHWHILE = 1e-9;

export interface Minimum {
  readonly coordinates: readonly number[];
  readonly cost: number;
}

/**
 * Levenberg-Marquardt from several starts, within the model's bounds: one go from each, then as many as pay from the
 * best of them. The library never steps back from a bad step but remembers the best place, and its damping and
 * tolerance are absolute: so it is called for a few steps at a time, each time from the best place so far, with
 * residuals in units of the best residual.
 */
export function minimise(
  model: SeparableModel,
  weightedValues: Float64Array,
  starts: readonly Minimum[],
): Minimum {
  const firstGoes = starts.map((start) => descend(model, weightedValues, start, 1));
  const leader = firstGoes.reduce((a, b) => (b.cost < a.cost ? b : a));
  return descend(model, weightedValues, leader, GOES);
}

function descend(model: SeparableModel, weightedValues: Float64Array, start: Minimum, goes: number): Minimum {
  const floor = 1e-32 * dot(weightedValues, weightedValues);
  const indices = weightedValues.map((_, i) => i);
  let best = start;
  let damping = 1e-2;
  for (let go = 0; go < goes && best.cost > floor && damping < 1e5; go += 1) {
    const unit = Math.sqrt(best.cost);
    const problem = inUnits(model, weightedValues, unit);
    const coordinates = attempt(() =>
      levenbergMarquardt({ x: indices, y: weightedValues.map((value) => value / unit) }, problem.values, {
        initialValues: best.coordinates,
        minValues: model.low,
        maxValues: model.high,
        damping,
        maxIterations: STEPS,
        errorTolerance: 0,
        jacobianFunction: problem.slopes,
      }),
    );
    const cost = coordinates === undefined ? Number.NaN : model.moveTo(coordinates);
    if (coordinates !== undefined && cost < best.cost) {
      const gain = 1 - cost / best.cost;
      best = { coordinates, cost };
      if (gain < WORTHWHILE) break;
      damping = 1e-2;
    } else damping *= 1e3;
  }
  return best;
}

/** The best place of a go; undefined where it ran into numbers that are none, and the library threw. */
function attempt(go: () => { readonly parameterValues: number[] }): number[] | undefined {
  try {
    return go().parameterValues;
  } catch {
    return undefined;
  }
}

/** The model's values and derivatives as the library asks for them: a function of the index of the point. */
function inUnits(model: SeparableModel, weightedValues: Float64Array, unit: number) {
  let place: readonly number[] = [];
  const moveTo = (coordinates: readonly number[]): void => {
    if (place.length > 0 && place.every((value, i) => value === coordinates[i])) return;
    model.moveTo(coordinates);
    place = coordinates.slice();
  };
  return {
    values(coordinates: readonly number[]) {
      moveTo(coordinates);
      const values = model.fitted.map((value) => value / unit);
      return (point: number) => values[point]!;
    },
    slopes(coordinates: readonly number[]) {
      moveTo(coordinates);
      const residuals = weightedValues.map((value, i) => value - model.fitted[i]!);
      const slopes = model.derivatives();
      const factors = slopes.map((slope, i) => {
        // A coordinate that would leave through its bound stays, and does not bend the step of the others.
        const pull = dot(slope, residuals);
        const stuck = pull > 0 ? coordinates[i]! >= model.high[i]! : coordinates[i]! <= model.low[i]!;
        return stuck ? 0 : 1 / unit;
      });
      return (point: number) => slopes.map((slope, i) => slope[point]! * factors[i]!);
    },
  };
}
