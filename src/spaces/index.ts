import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';
import { darts } from './darts/index.ts';
import type { DescribedSpace } from './description.ts';
import { nasbenchMacro } from './nasbench-macro/index.ts';
import { nasbench101 } from './nasbench101/index.ts';
import { nasbench201 } from './nasbench201/index.ts';
import { natsSss } from './nats-sss/index.ts';
import { transnasMacro } from './transnas/macro.ts';
import { transnasMicro } from './transnas/micro.ts';

/** Every search space; a new one is added here. */
export const SPACES: readonly DescribedSpace[] = [
  nasbench201,
  natsSss,
  nasbench101,
  darts,
  transnasMicro,
  transnasMacro,
  nasbenchMacro,
];

/**
 * The space with this id, or known by this name.
 *
 * @throws {InputError} naming the nearest id.
 */
export function findSpace(id: string): DescribedSpace {
  const found = SPACES.find((space) => space.id === id || space.aliases?.includes(id));
  if (found !== undefined) return found;
  const ids = SPACES.map((space) => space.id);
  const guess = nearest(id, ids);
  const mend = guess === undefined ? `use one of ${ids.join(', ')}` : `did you mean "${guess}"?`;
  throw new InputError(`unknown search space ${JSON.stringify(id)}; ${mend}`);
}
