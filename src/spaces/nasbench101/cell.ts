import { InputError } from '../../input-error.ts';
import type { CellGraph, CellView } from '../cell.ts';

const OPERATIONS = ['conv3x3-bn-relu', 'conv1x1-bn-relu', 'maxpool3x3'];
const MOST_NODES = 7;
const MOST_EDGES = 9;
/** Far above any list of seven rows or operations. */
const LONGEST = 1024;

/**
 * A cell of NAS-Bench-101 (Ying et al., ICML 2019): the rows of an upper triangular adjacency matrix, each a text of
 * zeros and ones, and the operations of the nodes, both as JSON lists.
 */
export const nasbench101Cell: CellView = {
  id: 'nasbench101',
  columns: ['matrix', 'ops'],
  operations: OPERATIONS.map((name) => ({ name, isConvolution: name.startsWith('conv'), carries: true })),
  mostNodes: MOST_NODES,
  graph([matrix = '', ops = '']) {
    return graphOf(listOf(matrix, 'matrix'), listOf(ops, 'ops'));
  },
};

function listOf(text: string, what: string): string[] {
  if (text.length <= LONGEST) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
    } catch {
      // Told below.
    }
  }
  throw new InputError(
    `nasbench101 ${what} is no JSON list of texts such as ${what === 'ops' ? '["input","conv3x3-bn-relu","output"]' : '["011","001","000"]'}: ${JSON.stringify(text.slice(0, 60))}`,
  );
}

function graphOf(rows: readonly string[], ops: readonly string[]): CellGraph {
  const nodes = ops.length;
  const wrong = (what: string): InputError =>
    new InputError(
      `nasbench101 cell ${what}: ${JSON.stringify(rows).slice(0, 80)} ${JSON.stringify(ops).slice(0, 200)}`,
    );
  if (nodes < 2 || nodes > MOST_NODES || rows.length !== nodes) {
    throw wrong(`needs a matrix of as many rows as operations, from 2 to ${MOST_NODES}`);
  }
  if (ops[0] !== 'input' || ops.at(-1) !== 'output')
    throw wrong('starts with "input" and ends with "output"');
  const inner = ops.slice(1, -1).map((op) => OPERATIONS.indexOf(op));
  if (inner.includes(-1)) throw wrong(`has an operation that is none of ${OPERATIONS.join(', ')}`);
  const edges: (readonly [number, number])[] = [];
  for (let target = 0; target < nodes; target += 1) {
    for (let source = 0; source < nodes; source += 1) {
      const bit = rows[source]![target];
      if (rows[source]!.length !== nodes || (bit !== '0' && bit !== '1')) {
        throw wrong(`needs rows of ${nodes} zeros and ones`);
      }
      if (bit === '0') continue;
      if (source >= target) throw wrong('needs an upper triangular matrix');
      edges.push([source, target]);
    }
  }
  if (edges.length > MOST_EDGES) throw wrong(`has ${edges.length} edges, at most ${MOST_EDGES} are allowed`);
  return { operations: [-1, ...inner, -1], edges };
}
