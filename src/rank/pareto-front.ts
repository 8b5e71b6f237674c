import { InputError } from '../input-error.ts';
import { denseRanks } from './dense-ranks.ts';
import { lexicographicOrder } from './ranked-pair.ts';

/**
 * The rows that no other beats: none has a score at least as high at a cost at most as high, and is better in one of
 * the two. By ascending cost, so by ascending score too; rows equal in both are all on the front, in row order. O(n).
 *
 * @throws InputError on NaN and on columns of different lengths.
 */
export function paretoFront(scores: ArrayLike<number>, costs: ArrayLike<number>): Int32Array {
  if (scores.length !== costs.length)
    throw new InputError(`columns of ${scores.length} and ${costs.length} rows cannot be paired`);
  const cost = denseRanks(costs);
  const score = denseRanks(scores);
  const order = lexicographicOrder(cost, score);
  const front: number[] = [];
  let best = -1;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && cost.ranks[order[to]!] === cost.ranks[order[from]!]) to += 1;
    const top = score.ranks[order[to - 1]!]!;
    if (top > best) {
      best = top;
      for (let at = from; at < to; at += 1) if (score.ranks[order[at]!] === top) front.push(order[at]!);
    }
    from = to;
  }
  return Int32Array.from(front);
}
