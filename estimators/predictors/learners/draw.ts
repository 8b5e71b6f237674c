import { randomStream } from '../../../src/random/index.ts';
import type { Draw } from './grow-tree.ts';

/** Numbers made at a time. */
const CHUNK = 1024;

/** The numbers of a seeded stream one after the other, in float32 resolution: trees draw millions of them. */
export function drawer(seed: number, name: string): Draw {
  const chunk = new Float32Array(CHUNK);
  let chunks = 0;
  let at = CHUNK;
  return () => {
    if (at === CHUNK) {
      randomStream(seed, `predictors/${name}/${chunks}`).fillUniform(chunk, 0, 1);
      chunks += 1;
      at = 0;
    }
    at += 1;
    return chunk[at - 1]!;
  };
}

/** 0 … n - 1 in a random order. */
export function permutation(n: number, draw: Draw): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = Math.floor(draw() * (i + 1));
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}
