import { InputError } from '../input-error.ts';

/** How many rows these columns have. @throws InputError where there is no column or they differ in length. */
export function rowsOf(columns: readonly ArrayLike<number>[]): number {
  const [first] = columns;
  if (first === undefined) throw new InputError('no columns to combine: name at least one');
  const other = columns.find(({ length }) => length !== first.length);
  if (other !== undefined)
    throw new InputError(`columns of ${first.length} and ${other.length} rows cannot be combined`);
  return first.length;
}
