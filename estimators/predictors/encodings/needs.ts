import type { CellGraph, CellView } from '../../../src/spaces/cell.ts';
import type { Sample } from '../sample.ts';
import type { EncodingContext } from './encoding.ts';

/** The view of the cells, which the caller has made sure of (see `missingNeed`). */
export function viewOf({ view }: EncodingContext): CellView {
  if (view === undefined) throw new Error('an encoding of cells was asked for where there are none');
  return view;
}

export function cellOf({ cell }: Sample): CellGraph {
  if (cell === null) throw new Error('an encoding of cells was asked for a sample without one');
  return cell;
}
