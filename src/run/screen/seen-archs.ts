import type { Space } from '../../spaces/space.ts';

/** Up to this many architectures a bit each is kept: 128 MB at most. */
const BITS = 2 ** 30;

/**
 * Tells whether an architecture is the first of its kind: of its isomorphism class, or, without merging, of itself.
 * Takes one bit for each architecture of the space, or, where a space is too large for that, one entry for each kind.
 */
export function seenArchs(space: Space, merge: boolean): (arch: string) => boolean {
  const kindOf = merge ? (arch: string) => space.canonical(arch) : (arch: string) => arch;
  if (space.size <= BITS) {
    const bits = new Uint8Array(Math.ceil(space.size / 8));
    return (arch) => {
      const index = space.indexOf(kindOf(arch));
      const bit = 1 << (index & 7);
      const isNew = (bits[index >>> 3]! & bit) === 0;
      bits[index >>> 3]! |= bit;
      return isNew;
    };
  }
  const kinds = new Set<string>();
  return (arch) => {
    const kind = kindOf(arch);
    const isNew = !kinds.has(kind);
    kinds.add(kind);
    return isNew;
  };
}
