import { InputError } from '../../input-error.ts';
import type { Space } from '../../spaces/space.ts';
import { streamArchFile } from '../arch-file.ts';
import { isIndexed } from './arch-column.ts';

/** Where the architectures of a screening come from: given a portion at a time, so that no list of all is held. */
export interface ArchSource {
  readonly kind: 'all' | 'sample' | 'file';
  /** In words, for the reader. */
  readonly title: string;
  /** How many there are; undefined where only the end of a file will tell. */
  readonly total?: number;
  /** Official spellings, in the same order every time; a file may repeat itself. */
  portions(): AsyncIterable<readonly string[]>;
}

const PORTION = 1024;

/**
 * What `--archs` says: `all` of the space, a number to draw without repetition, or a file.
 * @throws InputError where the number is out of range; a file is looked at when it is read
 */
export function openSource(space: Space, value: string, seed: number): ArchSource {
  if (value === 'all') {
    if (!isIndexed(space)) {
      throw new InputError(`--archs all: ${space.id} has ${space.size} architectures, give a number to draw`);
    }
    return {
      kind: 'all',
      title: `all ${space.size.toLocaleString('en')} architectures of ${space.id}`,
      total: space.size,
      portions: () => inPortions(space.size, (index) => space.at(index)),
    };
  }
  if (/^[+-]?\d+(\.\d+)?$/.test(value)) {
    const count = Number(value);
    if (!Number.isSafeInteger(count) || count < 1 || count > space.size)
      throw new InputError(`--archs ${value}: ${space.id} has from 1 to ${space.size} architectures to draw`);
    return {
      kind: 'sample',
      title: `${count.toLocaleString('en')} architectures drawn from ${space.id} with seed ${seed}`,
      total: count,
      async *portions() {
        const archs = space.sample(count, seed);
        yield* inPortions(count, (index) => archs[index]!);
      },
    };
  }
  return {
    kind: 'file',
    title: `the architectures of ${value === '-' ? 'stdin' : value}`,
    async *portions() {
      for await (const portion of streamArchFile(value)) {
        yield portion.map(({ text, where }) => {
          try {
            return space.parse(text);
          } catch (error) {
            if (error instanceof InputError)
              throw new InputError(`${where}: ${error.message}`, { cause: error });
            throw error;
          }
        });
      }
    },
  };
}

async function* inPortions(count: number, at: (index: number) => string): AsyncGenerator<string[]> {
  for (let start = 0; start < count; start += PORTION) {
    const length = Math.min(PORTION, count - start);
    yield Array.from({ length }, (_, i) => at(start + i));
  }
}
