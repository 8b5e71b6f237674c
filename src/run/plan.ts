import { InputError } from '../input-error.ts';
import type { Space } from '../spaces/space.ts';
import { readArchFile, type WrittenArch } from './arch-file.ts';
import { sha256 } from './digest.ts';
import { type Shard, shardOf, WHOLE } from './shard.ts';

/** How the architectures are chosen: listed one by one, or as `--archs` says it (a file, `all`, or a number to draw). */
export type ArchChoice =
  | { readonly kind: 'listed'; readonly archs: readonly string[] }
  | { readonly kind: 'archs'; readonly value: string };

/** What the protocol says of the choice. Parts of one whole have the same. */
export interface Selection {
  readonly kind: 'listed' | 'file' | 'all' | 'sample';
  /** Architectures of the whole, before the shard is taken. */
  readonly count: number;
  /** SHA-256 over the whole's architectures, one a line. */
  readonly sha256: string;
}

/** Which architectures are scored, and in which order: an output holds them in this order. */
export interface Plan {
  readonly archs: readonly string[];
  readonly selection: Selection;
  readonly shard: Shard;
  /** What the user should hear, such as duplicates left out. */
  readonly notes: readonly string[];
}

/**
 * Resolves the choice in this space: official spellings, each architecture once, then this shard's share.
 * Throws {@link InputError} on an architecture that is none, naming its file and line.
 */
export async function makePlan(space: Space, choice: ArchChoice, seed: number, shard = WHOLE): Promise<Plan> {
  const { kind, archs: whole, repeated } = await choose(space, choice, seed);
  const archs = shardOf(whole, shard);
  if (archs.length === 0) {
    const parts = `${whole.length} architecture${whole.length === 1 ? '' : 's'}`;
    throw new InputError(`--shard ${shard.index}/${shard.of} is empty: there are only ${parts}`);
  }
  const notes =
    repeated === 0 ? [] : [`${repeated} repeated architecture${repeated === 1 ? '' : 's'} left out`];
  return { archs, selection: { kind, count: whole.length, sha256: sha256(whole.join('\n')) }, shard, notes };
}

/** More architectures than this are no list that a run can hold. */
const MOST_LISTED = 10_000_000;

function requireListable(space: Space, count: number, value: string): void {
  if (count <= MOST_LISTED) return;
  throw new InputError(
    `--archs ${value}: ${count} architectures of ${space.id} are too many for one run; draw up to ${MOST_LISTED}, or give a file`,
  );
}

interface Chosen {
  readonly kind: Selection['kind'];
  readonly archs: readonly string[];
  readonly repeated: number;
}

async function choose(space: Space, choice: ArchChoice, seed: number): Promise<Chosen> {
  if (choice.kind === 'listed') {
    const written = choice.archs.map((text, index) => ({ text, where: `ARCH ${index + 1}` }));
    return { kind: 'listed', ...parseAll(space, written) };
  }
  const value = choice.value.trim();
  if (value === 'all') {
    requireListable(space, space.size, value);
    return {
      kind: 'all',
      archs: Array.from({ length: space.size }, (_, index) => space.at(index)),
      repeated: 0,
    };
  }
  if (/^[+-]?\d+(\.\d+)?$/.test(value)) {
    const count = Number(value);
    if (!Number.isSafeInteger(count) || count < 1 || count > space.size) {
      throw new InputError(`--archs ${value}: ${space.id} has from 1 to ${space.size} architectures to draw`);
    }
    requireListable(space, count, value);
    return { kind: 'sample', archs: space.sample(count, seed), repeated: 0 };
  }
  return { kind: 'file', ...parseAll(space, await readArchFile(value)) };
}

function parseAll(space: Space, written: readonly WrittenArch[]): { archs: string[]; repeated: number } {
  const archs = new Set<string>();
  for (const { text, where } of written) {
    try {
      archs.add(space.parse(text));
    } catch (error) {
      if (error instanceof InputError) throw new InputError(`${where}: ${error.message}`, { cause: error });
      throw error;
    }
  }
  return { archs: [...archs], repeated: written.length - archs.size };
}
