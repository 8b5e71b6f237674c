import { availableParallelism } from 'node:os';
import {
  type CurveSetOptions,
  type CurveSets,
  curveSets,
} from '../../estimators/learning-curves/curve-set.ts';
import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';
import { readTable } from '../table/read-table.ts';
import { inRange, listOf, oneOf } from './flags.ts';

/** The options that choose curves, as commander hands them over. */
export interface CurveFlags {
  readonly curve?: string;
  readonly losses?: string;
  readonly better?: string;
  readonly features?: string;
}

/** The curve sets of a file. @throws InputError */
export async function readCurveSets(file: string, flags: CurveFlags): Promise<CurveSets> {
  const options: CurveSetOptions = {
    ...(flags.curve === undefined ? {} : { curve: flags.curve }),
    ...(flags.losses === undefined ? {} : { losses: flags.losses }),
    ...(flags.better === undefined ? {} : { better: oneOf('better', flags.better, ['higher', 'lower']) }),
    ...(flags.features === undefined ? {} : { features: listOf(flags.features) }),
  };
  return curveSets(await readTable(file), options);
}

/** Shares of the epochs below 1, or whole numbers of them. */
export function seenOf(text: string): number[] {
  const list = listOf(text).map((part) =>
    inRange(
      'seen',
      part,
      (x) => (x > 0 && x < 1) || (Number.isSafeInteger(x) && x >= 1),
      'a share between 0 and 1 or a whole number of epochs',
    ),
  );
  if (list.length === 0) throw new InputError('--seen names no share: give some, such as 0.1,0.25,0.5');
  return list;
}

export function confidenceOf(text: string): number {
  return inRange('confidence', text, (x) => x > 0 && x < 1, 'a number between 0 and 1');
}

export function workersOf(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  return inRange(
    'workers',
    text,
    (x) => Number.isInteger(x) && x >= 1 && x <= 1024,
    'a number from 1 to 1024',
  );
}

/** The names asked for out of those there are, each once and in the order there. @throws InputError on one that is none */
export function namesOf(
  option: string,
  text: string,
  all: readonly string[],
  standing: Readonly<Record<string, readonly string[]>>,
): string[] {
  const asked = listOf(text).flatMap((name) => {
    if (Object.hasOwn(standing, name)) return standing[name]!;
    if (all.includes(name)) return [name];
    const guess = nearest(name, [...all, ...Object.keys(standing)]);
    const mend =
      guess === undefined
        ? `choose from ${[...all, ...Object.keys(standing)].join(', ')}`
        : `did you mean ${guess}?`;
    throw new InputError(`--${option} ${JSON.stringify(name)} is none: ${mend}`);
  });
  if (asked.length === 0) throw new InputError(`--${option} names none: choose from ${all.join(', ')}`);
  return all.filter((name) => asked.includes(name));
}
