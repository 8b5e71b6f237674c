import fc from 'fast-check';
import { type Cell, EDGES, OPS } from '../../../src/spaces/nasbench201/notation.ts';

/** Any cell. */
export const cells: fc.Arbitrary<Cell> = fc
  .array(fc.constantFrom(...OPS), { minLength: EDGES.length, maxLength: EDGES.length })
  .map((ops) => ({ ops }));
