import type { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import type { Feed } from '../engine.ts';
import { lastingNumber } from '../lasting.ts';
import { aligned } from './arena.ts';
import type { Piece } from './pieces.ts';
import { RESIDENTS_END } from './residents.ts';

/** The stems of a usual space, and what some first cells make of them. None of it is memory before it is written. */
const BYTES = 4 * 2 ** 20;
/** Where they end, and other memory begins. */
export const BEGINNINGS_END = RESIDENTS_END + BYTES;

/** The values of a run of pieces. */
export interface RunValues {
  /** Those that the host has. */
  readonly host: NodeTable<Float32Array | Float64Array>;
  /** Where those lie that stay; the host's are not looked for here. */
  readonly addresses: NodeTable<number>;
}

/** What a piece gave: for each result where it lies, or its numbers where the host has it. */
interface Kept {
  readonly number: number;
  readonly results: readonly (number | Float32Array | Float64Array)[];
}

/**
 * What networks begin with, such as the stem of all of a space: results that hang on nothing but parameters that never change
 * stay, once two networks in a row have come to them. What comes first stays, and what finds no more room is computed each
 * time.
 */
export class Beginnings {
  /** By all that the results hang on. */
  readonly #kept = new Map<string, Kept>();
  /** What the network before came to. */
  #before: ReadonlySet<string> = new Set();
  #end = RESIDENTS_END;

  /**
   * Gives a function to which the pieces of the next network go, in their order: it has them computed, unless their results are
   * there, and enters these into the run's values.
   * @param bytesOf the memory of a result; 0 where the host has it
   */
  open({ host, addresses }: RunValues, feed: Feed, bytesOf: (node: Node) => number) {
    const before = this.#before;
    const met = new Set<string>();
    this.#before = met;
    const names = new Map<Node, string>();
    const enter = ({ results }: Piece, { number, results: kept }: Kept) => {
      results.forEach((node, i) => {
        const result = kept[i]!;
        names.set(node, `r${number}.${i}`);
        if (typeof result === 'number') addresses.set(node, result);
        else host.set(node, result);
      });
    };
    return (piece: Piece, compute: () => void): void => {
      const key = keyOf(piece, names, feed);
      if (key === null) {
        compute();
        return;
      }
      let kept = this.#kept.get(key);
      if (!kept) {
        met.add(key);
        const { results } = piece;
        const places = before.has(key) ? this.#placesFor(results.map(bytesOf)) : null;
        places?.forEach((at, i) => addresses.set(results[i]!, at));
        compute();
        if (!places) return;
        kept = {
          number: this.#kept.size,
          results: results.map((node, i) => host.get(node) ?? places[i]!),
        };
        this.#kept.set(key, kept);
      }
      enter(piece, kept);
    };
  }

  /** Addresses for results of so many bytes; null where there is no room for all. */
  #placesFor(bytes: readonly number[]): readonly number[] | null {
    let end = this.#end;
    const places = bytes.map((size) => {
      const at = end;
      end = aligned(end + size);
      return at;
    });
    if (end > BEGINNINGS_END) return null;
    this.#end = end;
    return places;
  }
}

/** Says all that a piece's results hang on; null where that may change. */
function keyOf({ fed, label }: Piece, names: ReadonlyMap<Node, string>, feed: Feed): string | null {
  // Most pieces hang on what is not kept; for them no parameter is asked for twice.
  if (fed.some((node) => node.op !== 'parameter' && !names.has(node))) return null;
  let key = '';
  for (const node of fed) {
    if (node.op === 'parameter') {
      const number = lastingNumber(feed(node as Node<'parameter'>));
      if (number === undefined) return null;
      key += `p${number},`;
    } else key += `${names.get(node)},`;
  }
  return key + label;
}
