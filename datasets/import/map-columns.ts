import { InputError } from '../../src/input-error.ts';
import { nearest } from '../../src/nearest.ts';
import type { Table } from '../../src/table/index.ts';

/**
 * A table with columns renamed; each mapping is `new=old`.
 * @throws {InputError} where a mapping is none, an old name is absent, or two columns would have one name
 */
export function renamed(table: Table, mappings: readonly string[]): Table {
  const names = new Map(table.columns.map(({ name }) => [name, name]));
  for (const mapping of mappings) {
    const cut = mapping.indexOf('=');
    const [to, from] = [mapping.slice(0, cut).trim(), mapping.slice(cut + 1).trim()];
    if (cut < 1 || from === '') throw new InputError(`--map ${JSON.stringify(mapping)}: new=old is needed`);
    if (!names.has(from)) throw absent(table, from);
    names.set(from, to);
  }
  const taken = new Set<string>();
  for (const name of names.values()) {
    if (taken.has(name))
      throw new InputError(`--map: two columns would be called "${name}", rename the other too`);
    taken.add(name);
  }
  return { ...table, columns: table.columns.map((column) => ({ ...column, name: names.get(column.name)! })) };
}

/** Only these columns, in this order. @throws {InputError} where one is absent */
export function chosen(table: Table, names: readonly string[]): Table {
  const columns = [...new Set(names)].map((name) => {
    const column = table.columns.find((each) => each.name === name);
    if (column === undefined) throw absent(table, name);
    return column;
  });
  return { ...table, columns };
}

function absent(table: Table, name: string): InputError {
  const names = table.columns.map((column) => column.name);
  const guess = nearest(name, names);
  const mend = guess === undefined ? `it has ${names.slice(0, 20).join(', ')}` : `did you mean "${guess}"?`;
  return new InputError(`${table.source}: has no column "${name}"; ${mend}`);
}
