/** A function's value at a point and its slope there; a value that is not finite is a wall. */
export type Objective = (point: Float64Array) => { readonly value: number; readonly gradient: Float64Array };

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
}

/** How much of the decrease that the slope promises a step must bring (Armijo). */
const SUFFICIENT = 1e-4;

/**
 * A local minimum of a smooth function of a few variables: BFGS with backtracking (Nocedal and Wright, Numerical
 * Optimization, algorithm 6.1). Stops when no entry of the gradient exceeds `tolerance`, or after `steps`.
 */
export function minimise(
  objective: Objective,
  start: ArrayLike<number>,
  { steps = 100, tolerance = 1e-6, longest = 2 } = {},
): Minimum {
  const n = start.length;
  let point = Float64Array.from(start);
  let { value, gradient } = objective(point);
  let inverse = identity(n);
  for (let step = 0; step < steps; step += 1) {
    if (gradient.every((slope) => Math.abs(slope) <= tolerance)) break;
    let direction = productOf(inverse, gradient, n).map((x) => -x);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      inverse = identity(n);
      direction = gradient.map((x) => -x);
      slope = dot(direction, gradient);
    }
    let length = Math.min(1, longest / Math.max(...direction.map(Math.abs)));
    let next: Float64Array<ArrayBuffer> | undefined;
    let found = { value, gradient };
    for (let halving = 0; halving < 30 && next === undefined; halving += 1, length /= 2) {
      const trial = point.map((x, i) => x + length * direction[i]!);
      found = objective(trial);
      if (found.value <= value + SUFFICIENT * length * slope) next = trial;
    }
    if (next === undefined) break;
    const moved = next.map((x, i) => x - point[i]!);
    const turned = found.gradient.map((x, i) => x - gradient[i]!);
    update(inverse, moved, turned, n);
    [point, value, gradient] = [next, found.value, found.gradient];
  }
  return { point, value };
}

/** The inverse Hessian learns from a step, unless the curvature along it is not positive. */
function update(inverse: Float64Array, moved: Float64Array, turned: Float64Array, n: number): void {
  const curvature = dot(moved, turned);
  if (!(curvature > 1e-12)) return;
  const image = productOf(inverse, turned, n);
  const factor = (1 + dot(turned, image) / curvature) / curvature;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      inverse[i * n + j]! +=
        factor * moved[i]! * moved[j]! - (image[i]! * moved[j]! + moved[i]! * image[j]!) / curvature;
    }
  }
}

function identity(n: number): Float64Array<ArrayBuffer> {
  return new Float64Array(n * n).map((_, at) => (at % (n + 1) === 0 ? 1 : 0));
}

function productOf(matrix: Float64Array, x: Float64Array, n: number): Float64Array<ArrayBuffer> {
  return new Float64Array(n).map((_, i) => dot(matrix.subarray(i * n, (i + 1) * n), x));
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += a[i]! * b[i]!;
  return total;
}
