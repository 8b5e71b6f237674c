import type { CellView } from './cell.ts';
import { nasbench101Cell } from './nasbench101/cell.ts';
import { nasbench201Cell } from './nasbench201/cell.ts';
import { natsSssCell } from './nats-sss/cell.ts';

/** Every space whose architectures can be seen as graphs; a new one is added here. */
export const CELL_VIEWS: readonly CellView[] = [nasbench201Cell, nasbench101Cell, natsSssCell];
