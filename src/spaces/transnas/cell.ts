import { type CellView, chainOf } from '../cell.ts';
import { graphOf } from '../nasbench201/cell.ts';
import { MOST, macroCode } from './macro.ts';
import { MICRO_OPS, microOps } from './micro.ts';

/** A cell with its six operations as nodes, as those of NAS-Bench-201. */
export const transnasMicroCell: CellView = {
  id: 'transnas-micro',
  columns: ['arch'],
  operations: MICRO_OPS.map((name) => ({
    name,
    isConvolution: name.startsWith('conv'),
    carries: name !== 'none',
  })),
  mostNodes: 8,
  graph: ([arch = '']) => graphOf(microOps(arch)),
};

/** A skeleton as a chain of its modules. */
export const transnasMacroCell: CellView = {
  id: 'transnas-macro',
  columns: ['arch'],
  operations: ['same', 'widens', 'halves', 'widens_and_halves'].map((name) => ({
    name,
    isConvolution: true,
    carries: true,
  })),
  mostNodes: MOST + 2,
  graph: ([arch = '']) => chainOf(Array.from(macroCode(arch), (digit) => Number(digit) - 1)),
};
