import { InputError } from '../../input-error.ts';
import type { CellView } from '../cell.ts';
import { MOST_VERTICES, moduleOfMatrix, OPERATIONS } from './module.ts';
import { parse } from './notation.ts';

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
  mostNodes: MOST_VERTICES,
  graph([matrix = '', ops = '']) {
    return moduleOfMatrix(listOf(matrix, 'matrix'), listOf(ops, 'ops'));
  },
};

/** The same, in the notation of the space. */
export const nasbench101ArchCell: CellView = {
  ...nasbench101Cell,
  columns: ['arch'],
  graph: ([arch = '']) => parse(arch),
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
