import { shuffleAsPython } from '../../random/mersenne-twister.ts';
import { type Cell, EDGES, OPS, type OpName201 } from './notation.ts';

/** How many cells there are: 5 operations on each of 6 edges. */
export const SIZE = OPS.length ** EDGES.length;

/**
 * A cell's place in the generator's order before it shuffles: its operations as digits of a number in base 5, the
 * first edge highest (`CellStructure.gen_all` of AutoDL-Projects: later nodes, and later edges, change fastest).
 */
export function codeOf(cell: Cell): number {
  return cell.ops.reduce((code, op) => code * OPS.length + OPS.indexOf(op), 0);
}

/** The cell with this code, 0 <= code < SIZE. */
export function cellOf(code: number): Cell {
  const ops = new Array<OpName201>(EDGES.length);
  let rest = code;
  for (let edge = EDGES.length - 1; edge >= 0; edge -= 1) {
    ops[edge] = OPS[rest % OPS.length]!;
    rest = Math.floor(rest / OPS.length);
  }
  return { ops };
}

/** The code of the cell at an official index, 0 <= index < SIZE. */
export function codeAt(index: number): number {
  return order().codes[index]!;
}

/** The official index of the cell with this code. */
export function indexAt(code: number): number {
  return order().indices[code]!;
}

interface Order {
  /** Official index -> code. */
  readonly codes: Uint16Array;
  /** Code -> official index. */
  readonly indices: Uint16Array;
}

let made: Order | undefined;

/**
 * The order of the published benchmark: all cells in the generator's order, then Python's
 * `random.seed(88); random.shuffle(...)` (Dong and Yang, ICLR 2020). Made on first use, in some milliseconds.
 */
function order(): Order {
  if (made === undefined) {
    const codes = new Uint16Array(SIZE).map((_, code) => code);
    shuffleAsPython(codes, 88);
    const indices = new Uint16Array(SIZE);
    for (let index = 0; index < SIZE; index += 1) indices[codes[index]!] = index;
    made = { codes, indices };
  }
  return made;
}
