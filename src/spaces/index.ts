import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';
import type { DescribedSpace } from './description.ts';
import { nasbench201 } from './nasbench201/index.ts';

/** Every search space; a new one is added here. */
export const SPACES: readonly DescribedSpace[] = [nasbench201];

/**
 * The space with this id.
 *
 * @throws {InputError} naming the nearest id.
 */
export function findSpace(id: string): DescribedSpace {
  const found = SPACES.find((space) => space.id === id);
  if (found !== undefined) return found;
  const ids = SPACES.map((space) => space.id);
  const guess = nearest(id, ids);
  const mend = guess === undefined ? `use one of ${ids.join(', ')}` : `did you mean "${guess}"?`;
  throw new InputError(`unknown search space ${JSON.stringify(id)}; ${mend}`);
}
