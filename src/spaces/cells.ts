import type { CellView } from './cell.ts';
import { dartsCell } from './darts/cell.ts';
import { nasbenchMacroCell } from './nasbench-macro/cell.ts';
import { nasbench101ArchCell, nasbench101Cell } from './nasbench101/cell.ts';
import { nasbench201Cell } from './nasbench201/cell.ts';
import { natsSssCell, natsSssChannelsCell } from './nats-sss/cell.ts';
import { transnasMacroCell, transnasMicroCell } from './transnas/cell.ts';

/** Every space whose architectures can be seen as graphs, and how tables spell them; a new one is added here. */
export const CELL_VIEWS: readonly CellView[] = [
  nasbench201Cell,
  nasbench101Cell,
  nasbench101ArchCell,
  natsSssCell,
  natsSssChannelsCell,
  dartsCell,
  transnasMicroCell,
  transnasMacroCell,
  nasbenchMacroCell,
];
