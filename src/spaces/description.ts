import type { Skeleton, Space } from './space.ts';

/** One thing known about an architecture. */
export interface Fact {
  /** Its name in JSON. */
  readonly key: string;
  /** Its name for readers. */
  readonly label: string;
  readonly value: string | number | boolean | readonly string[];
  /** The value for readers, where more is said than the value itself. */
  readonly text?: string;
}

/** An architecture described for a reader. */
export interface Description {
  /** Lines that show its structure. */
  readonly drawing: readonly string[];
  readonly facts: readonly Fact[];
}

/** A space that can describe its architectures. */
export interface DescribedSpace extends Space {
  describe(arch: string, skeleton: Skeleton): Description;
}
