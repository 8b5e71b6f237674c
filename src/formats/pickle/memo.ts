import type { ByteReader } from '../byte-reader.ts';
import { LIMITS } from './limits.ts';
import { NumpyArray, PickleDict, PickleOpaque, PickleSet, PickleTuple, type PickleValue } from './values.ts';

/** Containers up to this size, of atoms only, stay: they may be shared by many parts. */
const SMALL = 8;
/** Texts and bytes up to this length stay. */
const SHORT = 128;

/** The values that later parts of a pickle may refer to. */
export class Memo {
  /** By index below `#from`; what is not there has been let go. */
  readonly #kept = new Map<number, PickleValue>();
  #from = 0;
  #recent: PickleValue[] = [];

  get size(): number {
    return this.#from + this.#recent.length;
  }

  put(index: number, value: PickleValue, reader: ByteReader): void {
    if (!(index >= this.#from && index <= this.size) || this.#recent.length === LIMITS.memo)
      throw reader.damaged(`entry ${index} of the memo, after ${this.size}`);
    this.#recent[index - this.#from] = value;
  }

  get(index: number, reader: ByteReader): PickleValue {
    const value = index < this.#from ? this.#kept.get(index) : this.#recent[index - this.#from];
    if (value !== undefined) return value;
    if (index < this.#from) throw reader.damaged('it refers back to a part that has been let go');
    throw reader.damaged(`the memo has no entry ${index}`);
  }

  /**
   * Lets go of what was put since there were `from` entries, except what is small and may be shared: the names of fields
   * stand in the first item, and later ones refer to them there.
   */
  release(from: number): void {
    for (let i = 0; i < this.#recent.length; i += 1) {
      const index = this.#from + i;
      if (index >= from && this.#kept.size >= LIMITS.kept) break;
      const value = this.#recent[i]!;
      if (index < from || staysSmall(value)) this.#kept.set(index, value);
    }
    this.#from = this.size;
    this.#recent = [];
  }
}

function staysSmall(value: PickleValue): boolean {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length <= SHORT;
  if (value instanceof PickleTuple) return isSmall(value.items);
  if (Array.isArray(value)) return isSmall(value);
  if (value instanceof PickleSet) return isSmall(value.items);
  if (value instanceof PickleDict)
    return value.size <= SMALL && [...value.entries()].every(([, item]) => isAtom(item));
  return !(value instanceof NumpyArray || value instanceof PickleOpaque);
}

const isSmall = (items: readonly PickleValue[]): boolean => items.length <= SMALL && items.every(isAtom);

const isAtom = (value: PickleValue): boolean => value === null || typeof value !== 'object';
