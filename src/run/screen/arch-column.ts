import type { Space } from '../../spaces/space.ts';
import { growingColumn } from './growing-column.ts';

/** A list of architectures that takes little memory. */
export interface ArchColumn {
  readonly length: number;
  at(row: number): string;
  /** These rows, in this order. */
  select(rows: Int32Array): ArchColumn;
}

/** A list of architectures while it is made. */
export interface GrowingArchColumn {
  push(arch: string): void;
  /** Lets go of all rows but these, which are in ascending order. */
  keep(rows: Int32Array): void;
  finish(): ArchColumn;
}

/** Whether the official indices of a space are exact as doubles. */
export function isIndexed(space: Space): boolean {
  return space.size <= Number.MAX_SAFE_INTEGER;
}

/** Of a space whose indices are exact as doubles each is held as eight bytes, of a larger one as text. */
export function growingArchColumn(space: Space): GrowingArchColumn {
  if (isIndexed(space)) {
    const indices = growingColumn();
    return {
      push: (arch) => indices.push(space.indexOf(arch)),
      keep: indices.keep,
      finish: () => indexedArchs(space, indices.values()),
    };
  }
  let archs: string[] = [];
  return {
    push: (arch) => archs.push(arch),
    keep(rows) {
      archs = Array.from(rows, (row) => archs[row]!);
    },
    finish: () => spelledArchs(archs),
  };
}

function indexedArchs(space: Space, indices: Float64Array): ArchColumn {
  return {
    length: indices.length,
    at: (row) => space.at(indices[row]!),
    select: (rows) =>
      indexedArchs(
        space,
        Float64Array.from(rows, (row) => indices[row]!),
      ),
  };
}

function spelledArchs(archs: readonly string[]): ArchColumn {
  return {
    length: archs.length,
    at: (row) => archs[row]!,
    select: (rows) => spelledArchs(Array.from(rows, (row) => archs[row]!)),
  };
}
