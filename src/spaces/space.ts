import type { Network, NetworkBuilder } from '../graph/network.ts';
import type { ClosedForms } from './counts.ts';

/** The sizes around the searched cell: what the benchmark fixes and a user may change. */
export interface Skeleton {
  /** Channels of the first stage. */
  readonly channels: number;
  /** Cells a stage, where the space's title says no other. */
  readonly cells: number;
  /** Height and width of the images, in pixels. */
  readonly size: number;
  readonly classes: number;
}

/** A space whose architectures are picks at independent choices: what a weight-sharing supernet needs to know. */
export interface Choices {
  /** The options at each choice, such as the operations of each edge. */
  readonly options: readonly (readonly string[])[];
  /** The architecture of one option at each choice. */
  compose(picks: readonly string[]): string;
}

/** A search space. An architecture is known by its string in the benchmark's own notation. */
export interface Space {
  readonly id: string;
  /** Other names by which users know it. */
  readonly aliases?: readonly string[];
  readonly title: string;
  /** Where it was published. */
  readonly cite: string;
  /** How many architectures it has. */
  readonly size: number;
  readonly defaults: Skeleton;
  /** The notation in words, with an example, for messages and `nasprobe spaces`. */
  readonly notation: string;
  /** The architecture in its official spelling. Throws {@link InputError} on text that is none of this space. */
  parse(text: string): string;
  /** The architecture at this official index, 0 <= index < size. */
  at(index: number): string;
  /** The official index, or -1 where the space has more architectures than doubles can count (2^53). */
  indexOf(arch: string): number;
  /** `count` different architectures drawn uniformly; the same for the same seed, and a prefix of a longer draw. */
  sample(count: number, seed: number): string[];
  /** Those one edit away, in a fixed order. */
  neighbours(arch: string): string[];
  /** The representative of its isomorphism class: equal for architectures that compute the same function. */
  canonical(arch: string): string;
  /** Absent where the network must be laid down to be counted. */
  readonly closedForms?: ClosedForms;
  /** Whether anything of the image reaches the output; absent where it always does. */
  isConnected?(arch: string): boolean;
  /** Absent where an architecture is no list of independent picks. */
  readonly choices?: Choices;
  /** Lays the network of an architecture down with this builder. */
  build(arch: string, skeleton: Skeleton, net: NetworkBuilder): Network;
}
