import type { CellGraph, CellView } from '../../../src/spaces/cell.ts';
import { matrixOf } from '../matrix.ts';
import type { Sample } from '../sample.ts';
import type { Encoding, EncodingContext } from './encoding.ts';
import { cellOf, viewOf } from './needs.ts';

/** Paths that the truncated encoding keeps. */
const KEPT = 40;

/** The operations along each path from input to output that carries something, as text: `conv1x1>skip`. */
export function pathsOf(cell: CellGraph, { operations }: CellView): Set<string> {
  const into: string[][] = cell.operations.map(() => []);
  into[0]!.push('');
  const output = cell.operations.length - 1;
  for (const [source, target] of cell.edges) {
    const operation = target === output ? undefined : operations[cell.operations[target]!]!;
    if (operation !== undefined && !operation.carries) continue;
    for (const path of into[source]!) {
      into[target]!.push(
        operation === undefined ? path : path === '' ? operation.name : `${path}>${operation.name}`,
      );
    }
  }
  return new Set(into[output]);
}

/** Paths of the training architectures with how many have them, the most frequent first. */
function frequentPaths(samples: readonly Sample[], context: EncodingContext): string[] {
  const counts = new Map<string, number>();
  for (const sample of samples) {
    for (const path of pathsOf(cellOf(sample), viewOf(context)))
      counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  // A cell without any path leaves one column, of nothing but zeros.
  if (counts.size === 0) return [''];
  return [...counts.entries()].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([path]) => path);
}

const encode: Encoding['encode'] = (samples, names, context) =>
  matrixOf(
    samples.map((sample) => {
      const paths = pathsOf(cellOf(sample), viewOf(context));
      return names.map((name) => Number(paths.has(name)));
    }),
    names.length,
  );

export const path: Encoding = {
  name: 'path',
  title: 'which paths from input to output there are, of those in the training architectures',
  cite: 'White et al. (BANANAS), AAAI 2021',
  needs: 'cell',
  isRanked: false,
  fit: frequentPaths,
  encode,
};

export const truncatedPath: Encoding = {
  ...path,
  name: 'path-truncated',
  title: `the ${KEPT} most frequent of the paths`,
  fit: (samples, context) => frequentPaths(samples, context).slice(0, KEPT),
};
