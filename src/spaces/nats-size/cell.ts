import { InputError } from '../../input-error.ts';
import type { CellView } from '../cell.ts';

/** Channels that a layer of NATS-Bench's size space may have. */
const WIDTHS = [8, 16, 24, 32, 40, 48, 56, 64];
const LAYERS = 5;

/**
 * The size space of NATS-Bench (Dong et al., TPAMI 2021): the topology is fixed, and each of five stages has one of
 * eight widths. Its graph is a chain whose operations are the widths.
 */
export const natsSizeCell: CellView = {
  id: 'nats-size',
  columns: ['channels'],
  operations: WIDTHS.map((width) => ({ name: String(width), isConvolution: true, carries: true, width })),
  mostNodes: LAYERS + 2,
  graph([channels = '']) {
    const widths = channels.split(':').map((text) => WIDTHS.indexOf(Number(text)));
    if (widths.length !== LAYERS || widths.includes(-1)) {
      throw new InputError(
        `nats-size architecture ${JSON.stringify(channels.slice(0, 60))} is not ${LAYERS} widths of ${WIDTHS.join(', ')}; write for example "8:16:32:64:64"`,
      );
    }
    return {
      operations: [-1, ...widths, -1],
      edges: Array.from({ length: LAYERS + 1 }, (_, node) => [node, node + 1] as const),
    };
  },
};
