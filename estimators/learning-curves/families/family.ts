/** A parameter of a family. */
export interface FamilyParameter {
  readonly name: string;
  /**
   * `linear`: the curve is a sum of such parameters, each times a function of the others, so that least squares
   * gives them in closed form. `shape`: all else; `rate`: a shape above its origin that is searched on a logarithmic
   * scale.
   */
  readonly role: 'linear' | 'shape' | 'rate';
  /** Whether it is a value that the curve starts from or tends to, and so lies in the range of what is measured. */
  readonly level?: true;
  /** Inclusive. */
  readonly low: number;
  readonly high: number;
  /** Of a rate: 0 unless given. */
  readonly origin?: number;
}

/** What a family makes its first guesses from: epochs, ascending and positive, and what was seen at them. */
export interface SeenPoints {
  readonly epochs: Float64Array;
  readonly values: Float64Array;
}

/** A family of curves over epochs x = 1, 2, …, as data. */
export interface CurveFamily {
  readonly name: string;
  readonly title: string;
  readonly formula: string;
  readonly cite: string;
  readonly parameters: readonly FamilyParameter[];
  /** The curve at epoch x. NaN where the formula has no real value. */
  value(parameters: ArrayLike<number>, x: number): number;
  /** Derivatives of the value by each parameter, into `out`. */
  gradient(parameters: ArrayLike<number>, x: number, out: Float64Array): void;
  /** First guesses of the parameters that are not linear, in their order; one empty guess where there are none. */
  guesses(seen: SeenPoints): readonly (readonly number[])[];
}

const FREE = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } as const;

/** A parameter that scales one of the functions that the curve is a sum of; unbounded. */
export function linear(name: string): FamilyParameter {
  return { name, role: 'linear', ...FREE };
}

/** A linear parameter that is a value the curve starts from or tends to. */
export function level(name: string): FamilyParameter {
  return { name, role: 'linear', level: true, ...FREE };
}

export function shape(name: string, low: number = FREE.low, high: number = FREE.high): FamilyParameter {
  return { name, role: 'shape', low, high };
}

/** A parameter above `origin` that is searched on a logarithmic scale. */
export function rate(name: string, low: number, high: number, origin = 0): FamilyParameter {
  return { name, role: 'rate', low, high, origin };
}

/** Every combination of the guesses of each parameter. */
export function combinations(...guesses: readonly (readonly number[])[]): number[][] {
  return guesses.reduce<number[][]>(
    (partial, values) => partial.flatMap((head) => values.map((value) => [...head, value])),
    [[]],
  );
}

/** Inverse time scales from a twentieth of what was seen to five times it. */
export function rates({ epochs }: SeenPoints): number[] {
  const span = epochs.at(-1)!;
  return [0.2, 0.6, 1.5, 4, 10, 20].map((times) => times / span);
}
