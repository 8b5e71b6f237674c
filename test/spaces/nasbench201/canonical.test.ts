import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nasbench201 } from '../../../src/spaces/nasbench201/index.ts';
import {
  type Cell,
  EDGES,
  format,
  OPS,
  type OpName201,
  parse,
} from '../../../src/spaces/nasbench201/notation.ts';
import { cells } from './arbitrary.ts';
import { hasPublished, publishedRows } from './published.ts';

const { at, canonical, indexOf, size } = nasbench201;
const representatives = Array.from({ length: size }, (_, index) => indexOf(canonical(at(index))));
const op = fc.constantFrom(...OPS);

/** The cell with other operations on the edges given by their place in official order. */
function replace(cell: Cell, changes: Readonly<Record<number, OpName201>>): Cell {
  return { ops: cell.ops.map((old, edge) => changes[edge] ?? old) };
}

/** The cell as a function of one number, its operations stood for by unlike functions that send 0 to 0. */
function evaluate(cell: Cell, input: number): number {
  const functions: Record<OpName201, (x: number) => number> = {
    none: () => 0,
    skip_connect: (x) => x,
    nor_conv_1x1: (x) => Math.sin(1.3 * x),
    nor_conv_3x3: (x) => Math.tanh(0.7 * x) + x * x,
    avg_pool_3x3: (x) => 0.37 * x,
  };
  const nodes = [input, 0, 0, 0];
  EDGES.forEach(({ source, target }, edge) => {
    nodes[target]! += functions[cell.ops[edge]!](nodes[source]!);
  });
  return nodes[3]!;
}

describe('canonical', () => {
  it('has 6,466 classes, each represented by its lowest official index', () => {
    expect(new Set(representatives).size).toBe(6466);
    expect(representatives.every((representative, index) => representative <= index)).toBe(true);
    expect(
      representatives.every((representative) => representatives[representative] === representative),
    ).toBe(true);
    // Of the published representatives, joined by line feeds.
    expect(createHash('sha256').update(representatives.join('\n')).digest('hex')).toBe(
      '1055634db5ed399d2015b876c2c5207e4e9e3b23a8966a97331ba4edbd4fb9ae',
    );
  });

  it('puts together only what computes the same function', () => {
    for (const input of [0.61, 1.9]) {
      const values = Float64Array.from({ length: size }, (_, index) => evaluate(parse(at(index)), input));
      const apart = representatives.filter(
        (representative, index) => Math.abs(values[index]! - values[representative]!) > 1e-12,
      );
      expect(apart).toEqual([]);
    }
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        const representative = canonical(format(cell));
        expect(canonical(representative)).toBe(representative);
      }),
    );
  });

  it('does not change when nodes 0 and 1 are the same and change places', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        const [, b, c, d, e] = cell.ops;
        const same = replace(cell, { 0: 'skip_connect' });
        const swapped = replace(same, { 1: c!, 2: b!, 3: e!, 4: d! });
        expect(canonical(format(swapped))).toBe(canonical(format(same)));
      }),
    );
  });

  it('does not change with what node 1 sends on when it is zero', () => {
    fc.assert(
      fc.property(cells, op, op, (cell, toNode2, toOutput) => {
        const zero = replace(cell, { 0: 'none' });
        expect(canonical(format(replace(zero, { 2: toNode2, 4: toOutput })))).toBe(canonical(format(zero)));
      }),
    );
  });

  it('does not change with what a node receives that sends nothing on', () => {
    fc.assert(
      fc.property(cells, op, op, (cell, first, second) => {
        const unused2 = replace(cell, { 5: 'none' });
        expect(canonical(format(replace(unused2, { 1: first, 2: second })))).toBe(canonical(format(unused2)));
        const unused1 = replace(cell, { 2: 'none', 4: 'none' });
        expect(canonical(format(replace(unused1, { 0: first })))).toBe(canonical(format(unused1)));
      }),
    );
  });

  it('keeps to the letter of the official rule, which does not see that nodes 1 and 2 may be swapped', () => {
    const one = '|nor_conv_1x1~0|+|nor_conv_3x3~0|none~1|+|none~0|skip_connect~1|avg_pool_3x3~2|';
    const other = '|nor_conv_3x3~0|+|nor_conv_1x1~0|none~1|+|none~0|avg_pool_3x3~1|skip_connect~2|';
    expect(canonical(one)).not.toBe(canonical(other));
  });

  it.skipIf(!hasPublished)('makes the published partition, with the published representatives', () => {
    const rows = publishedRows('nb201_all.csv.gz');
    const pairs = new Set(rows.map((row) => `${row.unique_id} ${representatives[Number(row.index)]}`));
    expect(new Set(rows.map((row) => row.unique_id)).size).toBe(6466);
    expect(pairs.size).toBe(6466);
    expect(rows.filter((row) => Number(row.hw360_rep_index) !== representatives[Number(row.index)])).toEqual(
      [],
    );
  });
});
