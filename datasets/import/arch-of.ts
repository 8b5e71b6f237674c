import { InputError } from '../../src/input-error.ts';
import { SPACES } from '../../src/spaces/index.ts';
import type { Row } from './importer.ts';

/**
 * The columns that name an architecture: `index`, `arch` in the official spelling, and `canonical`, the same for all that compute the
 * same function. Where the space is not built in the benchmark's own text stands for both.
 * @param space its id here
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
  const known = SPACES.find(({ id }) => id === space);
  if (known === undefined) return { index, arch: text, canonical: text };
  const arch = parsed(() => known.parse(text), place);
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

/** The official index of an architecture, or its place in the file where the space is not built in. */
export function indexIn(space: string, text: string, place: number): number {
  const known = SPACES.find(({ id }) => id === space);
  return known === undefined ? place : parsed(() => known.indexOf(known.parse(text)), `row ${place}`);
}

function parsed<Result>(parse: () => Result, place: string): Result {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}
