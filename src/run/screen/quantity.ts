import { PROXIES } from '../../../proxies/index.ts';
import { InputError } from '../../input-error.ts';
import { nearest } from '../../nearest.ts';
import type { CountName } from '../../spaces/counts.ts';
import type { Counter } from './counter.ts';

/** Numbers that are known of architectures before anything is computed: a column of a table. */
export interface Known {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  /** NaN where nothing finite is known of the architecture. */
  valueOf(arch: string): number;
}

/** A number that an architecture can be ranked by, and what it takes to have it. */
export type Quantity = { readonly name: string; readonly better: 'higher' | 'lower' } & (
  | { readonly kind: 'count'; readonly count: CountName }
  | { readonly kind: 'known'; readonly known: Known }
  | { readonly kind: 'proxy' }
);

/** Finds quantities by name: a count of the architecture first, then what is known, then a proxy to be computed. */
export function quantityFinder(counter: Counter, known: readonly Known[]): (name: string) => Quantity {
  return (name) => {
    const count = counter.names.find((candidate) => candidate === name);
    if (count !== undefined) return { kind: 'count', name, better: 'higher', count };
    const column = known.find((candidate) => candidate.name === name);
    if (column !== undefined) return { kind: 'known', name, better: column.better, known: column };
    const proxy = PROXIES.find((candidate) => candidate.name === name);
    if (proxy !== undefined) return { kind: 'proxy', name, better: proxy.better };
    const names = [
      ...counter.names,
      ...known.map((column) => column.name),
      ...PROXIES.map(({ name }) => name),
    ];
    const guess = nearest(name, names);
    const mend = guess === undefined ? `there are ${names.join(', ')}` : `did you mean "${guess}"?`;
    throw new InputError(`there is no quantity ${JSON.stringify(name)} to screen by; ${mend}`);
  };
}
