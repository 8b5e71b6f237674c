import { type CellView, chainOf } from '../cell.ts';
import { LAYERS, WIDTHS, widthsOf } from './index.ts';

/** An architecture as a chain whose operations are the widths. */
export const natsSssCell: CellView = {
  id: 'nats-sss',
  columns: ['arch'],
  operations: WIDTHS.map((width) => ({ name: String(width), isConvolution: true, carries: true, width })),
  mostNodes: LAYERS + 2,
  graph: ([arch = '']) => chainOf(widthsOf(arch).map((width) => WIDTHS.indexOf(width))),
};

/** As published tables have it. */
export const natsSssChannelsCell: CellView = { ...natsSssCell, columns: ['channels'] };
