import { InputError } from '../input-error.ts';

/** The whole number that an option gives. @throws InputError naming the option and its range */
export function wholeNumber(
  option: string,
  text: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  throw new InputError(`--${option} '${text}' is no whole number of ${range}`.replace('of from', 'from'));
}
