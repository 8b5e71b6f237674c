import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../input-error.ts';

/** A folder that cannot be written to is told before the work, not after it. */
export function checkFolder(out: string): void {
  try {
    accessSync(dirname(out), constants.W_OK);
  } catch (cause) {
    throw new InputError(
      `--out ${out}: the folder ${dirname(out)} cannot be written to, create it or choose another`,
      { cause },
    );
  }
}

/** The names in a comma-separated list. */
export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** The number that an option gives. @throws InputError naming the option and what it takes */
export function inRange(
  option: string,
  text: string,
  accept: (value: number) => boolean,
  what: string,
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!accept(value)) throw new InputError(`--${option} ${JSON.stringify(text)}: ${what} is needed`);
  return value;
}

/** The name that an option gives. @throws InputError naming the option and what it takes */
export function oneOf<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const name = names.find((name) => name === text);
  if (name === undefined)
    throw new InputError(`--${option} ${JSON.stringify(text)}: one of ${names.join(', ')} is needed`);
  return name;
}
