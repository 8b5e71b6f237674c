import { InputError } from '../input-error.ts';

/** The digits of a number in a mixed base, the first digit highest, each below its radix. */
export function digitsOf(index: number, radices: readonly number[]): number[] {
  let rest = index;
  return radices
    .toReversed()
    .map((radix) => {
      const digit = rest % radix;
      rest = (rest - digit) / radix;
      return digit;
    })
    .reverse();
}

/** The number with these digits. */
export function indexOfDigits(digits: readonly number[], radices: readonly number[]): number {
  return digits.reduce((index, digit, place) => index * radices[place]! + digit, 0);
}

/** All lists that differ in exactly one digit: place by place, the other values in ascending order. */
export function oneDigitAway(digits: readonly number[], radices: readonly number[]): number[][] {
  return digits.flatMap((digit, place) =>
    Array.from({ length: radices[place]! }, (_, other) => other)
      .filter((other) => other !== digit)
      .map((other) => digits.with(place, other)),
  );
}

/** The index itself. @throws {InputError} where the space with this id has no architecture there. */
export function checkIndex(id: string, size: number, index: number): number {
  if (Number.isInteger(index) && index >= 0 && index < size) return index;
  throw new InputError(
    `${id} has no architecture at index ${index}; give a whole number from 0 to ${size - 1}`,
  );
}
