import { InputError } from '../../src/input-error.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { findColumn, type Table } from '../../src/table/index.ts';
import { at } from './arch-of.ts';

/**
 * A table whose column `arch` is spelt as the space does, with `canonical` (the same for all architectures that compute the same
 * function) and the official `index`, in the place of columns of these names.
 * @throws {InputError} where there is no such column, or the space knows no such architecture: its row is named
 */
export function withOfficialNames(table: Table, id: string): Table {
  const space = findSpace(id);
  const column = findColumn(table, 'arch');
  if (column?.kind !== 'text')
    throw new InputError(`${table.source}: has no column "arch" of texts, name it by --map`);
  const archs = column.values.map((text, row) => {
    if (text === null)
      throw new InputError(`${table.source}, row ${row + 1}: has no arch, fill it in or leave the row out`);
    return at(`${table.source}, row ${row + 1}`, () => space.parse(text));
  });
  const made = new Set(['arch', 'canonical', 'index']);
  return {
    ...table,
    columns: [
      { kind: 'number', name: 'index', values: Float64Array.from(archs, (arch) => space.indexOf(arch)) },
      { kind: 'text', name: 'arch', values: archs },
      { kind: 'text', name: 'canonical', values: archs.map((arch) => space.canonical(arch)) },
      ...table.columns.filter(({ name }) => !made.has(name)),
    ],
  };
}
