import { InputError } from '../../src/input-error.ts';
import { findSpace } from '../../src/spaces/index.ts';
import type { Row } from './importer.ts';

/**
 * The columns that name an architecture: `index`, `arch` in the official spelling, and `canonical`, the same for all that compute the
 * same function.
 * @param index the benchmark's own, which must be the space's; `none`: the benchmark has none, and the place in the file stands for it
 * @throws {InputError} where the space knows no such architecture, or gives it another index
 */
export function archColumns(
  space: string,
  index: number,
  text: string,
  place: string,
  official: 'official' | 'none' = 'official',
): Row {
  const known = findSpace(space);
  const arch = at(place, () => known.parse(text));
  if (official === 'official') {
    const due = known.indexOf(arch);
    if (due !== index) {
      throw new InputError(
        `${place}: ${arch} has the index ${index}, officially it is ${due}: give the official file`,
      );
    }
  }
  return { index, arch, canonical: known.canonical(arch) };
}

/** The official index of an architecture. @throws {InputError} where the space knows no such architecture */
export function indexIn(space: string, text: string, place: string): number {
  const known = findSpace(space);
  return at(place, () => known.indexOf(known.parse(text)));
}

/** The result of `work`, whose refusals are said to be of this place. */
export function at<Result>(place: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}
