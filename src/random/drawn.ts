import { randomStream } from './stream.ts';

/** `count` of the items (all, where there are no more), drawn without repetition: a prefix of a longer draw. */
export function drawn<Item>(items: readonly Item[], count: number, seed: number, name: string): Item[] {
  const order = [...items];
  const size = Math.min(count, order.length);
  const stream = randomStream(seed, name);
  for (let i = 0; i < size; i += 1) {
    const other = i + stream.integer(i, order.length - i);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order.slice(0, size);
}
