import { numbersIn } from '../../src/formats/pickle/numpy.ts';
import { PickleDict, PickleTuple, type PickleValue } from '../../src/formats/pickle/values.ts';
import { InputError } from '../../src/input-error.ts';

/** Says where in a file something is not as its benchmark has it. */
export function strange(place: string, what: string): InputError {
  return new InputError(`${place}: ${what}, give the official file`);
}

export function dictIn(value: PickleValue | undefined, place: string): PickleDict {
  if (value instanceof PickleDict) return value;
  throw strange(place, 'is no dictionary');
}

export function textAt(dict: PickleDict, key: string, place: string): string {
  const value = dict.get(key);
  if (typeof value === 'string') return value;
  throw strange(place, `has no text "${key}"`);
}

export function numberAt(dict: PickleDict, key: string, place: string): number {
  const value = dict.get(key);
  if (typeof value === 'number') return value;
  throw strange(place, `has no number "${key}"`);
}

/** The number at a key; NaN where there is none. */
export function numberOrNone(dict: PickleDict, key: string): number {
  const value = dict.get(key);
  return typeof value === 'number' ? value : Number.NaN;
}

/** The items of a list, a tuple, or an array of numbers; undefined where it is none. */
export function itemsIn(value: PickleValue | undefined): ArrayLike<PickleValue> | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof PickleTuple ? value.items : numbersIn(value);
}

/** A curve: a list of numbers, or a dictionary of them by epoch 0, 1, …; undefined where it is neither. */
export function curveIn(value: PickleValue | undefined): number[] | undefined {
  if (!(value instanceof PickleDict)) {
    const numbers = numbersIn(value);
    return numbers && Array.from(numbers);
  }
  const curve: number[] = [];
  for (let epoch = 0; epoch < value.size; epoch += 1) {
    const item = value.get(epoch);
    if (typeof item !== 'number') return undefined;
    curve.push(item);
  }
  return curve;
}
