import type { CellView } from '../cell.ts';
import { LAYERS, WIDTHS, widthsOf } from './index.ts';

/** An architecture as a chain whose operations are the widths; tables of others call their column `channels`. */
export const natsSssCell: CellView = {
  id: 'nats-sss',
  columns: ['channels'],
  operations: WIDTHS.map((width) => ({ name: String(width), isConvolution: true, carries: true, width })),
  mostNodes: LAYERS + 2,
  graph([channels = '']) {
    return {
      operations: [-1, ...widthsOf(channels).map((width) => WIDTHS.indexOf(width)), -1],
      edges: Array.from({ length: LAYERS + 1 }, (_, node) => [node, node + 1] as const),
    };
  },
};
