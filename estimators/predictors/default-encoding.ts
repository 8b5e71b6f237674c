import { missingNeed } from './encoder.ts';
import { CELL } from './encodings/index.ts';
import type { Reads } from './predictor.ts';
import type { SampleKind } from './sample.ts';

/** The union of all that the samples have and the predictor reads, the cell as a graph or as numbers of it. */
export function defaultEncoding(reads: Reads, kind: SampleKind): string {
  const has = (part: string): boolean => missingNeed(part, kind) === undefined;
  const numbers = ['scores', 'curve'].filter(has);
  switch (reads) {
    case 'scores':
      return 'scores';
    case 'cell':
      return CELL;
    case 'cell and numbers':
      return [CELL, ...numbers].join('+');
    case 'numbers':
      return [...(has('graph') ? ['graph'] : []), ...numbers].join('+') || 'scores';
  }
}
