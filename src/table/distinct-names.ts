import { InputError } from '../input-error.ts';

/** Throws {@link InputError} where two columns have one name: no join or choice could tell them apart. */
export function distinctNames(names: readonly string[], source: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw new InputError(`${source}: has two columns named ${JSON.stringify(name)}, rename or remove one`);
    seen.add(name);
  }
}
