import { ln } from '../elementary/ln.ts';
import { turn } from '../elementary/turn.ts';
import { threefry2x32 } from './threefry.ts';

/**
 * A seeded stream of random numbers with random access: the value at a position depends on (seed, name, position)
 * and on nothing else, so any worker can make any part of it.
 */
export interface RandomStream {
  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform(position: number): number;
  /** Standard normal (Box-Muller; positions 2k and 2k+1 share a pair of uniforms). */
  normal(position: number): number;
  /** Uniform integer in [0, bound); the bias is below bound / 2^53. */
  integer(position: number, bound: number): number;
  /** Fills with uniforms in [low, high), float32 resolution (24 bits), two values a call of the generator. */
  fillUniform(target: Float32Array, low: number, high: number): void;
  /** Fills with normals of mean 0 and the given deviation. */
  fillNormal(target: Float32Array, deviation: number): void;
}

/** The stream of this name under this seed. Seeds are integers of up to 53 bits. */
export function randomStream(seed: number, name: string): RandomStream {
  const words = new Uint32Array(2);
  threefry2x32(
    hash32(name, 0x811c9dc5),
    hash32(name, 0x01000193),
    seed | 0,
    Math.floor(seed / 2 ** 32),
    words,
  );
  const k0 = words[0]!;
  const k1 = words[1]!;
  const draw = (position: number) =>
    threefry2x32(k0, k1, position | 0, Math.floor(position / 2 ** 32), words);
  const uniform = (position: number): number => {
    draw(position);
    return (words[0]! * 2 ** 21 + (words[1]! >>> 11)) / 2 ** 53;
  };
  /** A pair of independent standard normals from the 64 bits at `pair`. */
  const normalPair = (pair: number): [number, number] => {
    draw(pair);
    const radius = Math.sqrt(-2 * ln((words[0]! + 1) / 2 ** 32));
    const [cosine, sine] = turn(words[1]! / 2 ** 32);
    return [radius * cosine, radius * sine];
  };
  return {
    uniform,
    normal: (position) => normalPair(Math.floor(position / 2))[position % 2]!,
    integer: (position, bound) => Math.floor(uniform(position) * bound),
    fillUniform(target, low, high) {
      const step = (high - low) / 2 ** 24;
      for (let i = 0; i < target.length; i += 2) {
        draw(i / 2);
        target[i] = low + step * (words[0]! >>> 8);
        if (i + 1 < target.length) target[i + 1] = low + step * (words[1]! >>> 8);
      }
    },
    fillNormal(target, deviation) {
      for (let i = 0; i < target.length; i += 2) {
        const [first, second] = normalPair(i / 2);
        target[i] = deviation * first;
        if (i + 1 < target.length) target[i + 1] = deviation * second;
      }
    },
  };
}

/** FNV-1a over UTF-16 code units, from the given basis. */
function hash32(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
