import { safeText } from '../safe-text.ts';
import type { PaperCell, PaperColumn } from './paper-table.ts';
import { share } from './written-number.ts';

/** A cell's texts, fit to print, each of which a format dresses in its own way; '' where there is none. */
export interface CellParts {
  readonly value: string;
  readonly spread: string;
  readonly interval: string;
  readonly mark: string;
}

export function cellParts(cell: PaperCell, { write = share() }: PaperColumn): CellParts {
  const { value, spread, interval } = cell;
  const mark = safeText(cell.mark ?? '');
  if (typeof value === 'number' && Number.isNaN(value))
    return { value: write(value), spread: '', interval: '', mark };
  return {
    value: value === null ? '' : typeof value === 'string' ? safeText(value) : write(value),
    spread: spread === undefined || Number.isNaN(spread) ? '' : `± ${write(spread)}`,
    interval: interval === undefined ? '' : intervalText(interval, write),
    mark,
  };
}

function intervalText([low, high]: readonly [number, number], write: (value: number) => string): string {
  return Number.isNaN(low) || Number.isNaN(high) ? '–' : `[${write(low)}, ${write(high)}]`;
}

/** A column's title with what stands over it, for formats whose header has one line. */
export function fullTitle({ over, title }: PaperColumn): string {
  return safeText([over, title].filter((part) => part !== undefined && part !== '').join(' '));
}

/** Neighbouring columns under one title; columns without stand under ''. */
export function spans(
  columns: readonly PaperColumn[],
): { readonly title: string; readonly from: number; readonly width: number }[] {
  const found: { title: string; from: number; width: number }[] = [];
  for (const [from, { over = '' }] of columns.entries()) {
    const last = found.at(-1);
    if (last !== undefined && over !== '' && last.title === safeText(over)) last.width += 1;
    else found.push({ title: safeText(over), from, width: 1 });
  }
  return found;
}
