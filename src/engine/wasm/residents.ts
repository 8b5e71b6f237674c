import { isLasting } from '../lasting.ts';
import { aligned } from './arena.ts';

/** Twice the weights of all candidates of a usual space, as kernels want them. None of it is memory before it is written. */
const RESIDENT_BYTES = 32 * 2 ** 20;
/** Nothing lies at the address 0. */
const FIRST = 64;
/** Where they end, and other memory begins. */
export const RESIDENTS_END = FIRST + RESIDENT_BYTES;

/**
 * Weights that stay in the engine's memory, in the form in which kernels read them: the next architecture has many of the same.
 * Only arrays that are {@link isLasting}; what comes first stays, and what finds no more room is made again each time.
 */
export class Residents {
  readonly #places = new WeakMap<Float32Array, Map<string, number>>();
  #end = FIRST;

  /**
   * Where the weights lie in a form; `room` where they cannot stay.
   * @param form says all that the form depends on besides the weights
   * @param make writes them to an address
   */
  of(
    values: Float32Array | Float64Array,
    form: string,
    bytes: number,
    room: number,
    make: (to: number) => void,
  ): number {
    if (!isLasting(values)) {
      make(room);
      return room;
    }
    const places = this.#places.get(values) ?? new Map<string, number>();
    const known = places.get(form);
    if (known !== undefined) return known;
    const end = aligned(this.#end + bytes);
    const stays = end <= RESIDENTS_END;
    const to = stays ? this.#end : room;
    make(to);
    if (stays) {
      this.#end = end;
      this.#places.set(values, places.set(form, to));
    }
    return to;
  }
}
