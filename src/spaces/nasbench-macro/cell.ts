import { type CellView, chainOf } from '../cell.ts';
import { BLOCKS } from './build.ts';
import { digitsIn, LAYERS } from './index.ts';

/** An architecture as a chain of its layers. */
export const nasbenchMacroCell: CellView = {
  id: 'nasbench-macro',
  columns: ['arch'],
  operations: BLOCKS.map(({ name, expansion }) => ({ name, isConvolution: expansion > 0, carries: true })),
  mostNodes: LAYERS + 2,
  graph: ([arch = '']) => chainOf(digitsIn(arch)),
};
