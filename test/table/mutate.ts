import { randomStream } from '../../src/random/index.ts';

/** Damages bytes in a way that the seed decides: flips bits, cuts, repeats, overwrites or moves a stretch. */
export function mutate(bytes: Uint8Array, seed: number): Uint8Array {
  const stream = randomStream(seed, 'mutation');
  let draws = 0;
  const draw = (bound: number): number => {
    draws += 1;
    return stream.integer(draws, Math.max(1, bound));
  };
  let result = new Uint8Array(bytes);
  for (let edits = 1 + draw(3); edits > 0; edits -= 1) {
    const at = draw(result.length);
    const length = draw(Math.min(64, result.length - at) + 1);
    switch (draw(6)) {
      case 0:
        result[at] = result[at]! ^ (1 << draw(8));
        break;
      case 1:
        result = result.slice(0, at);
        break;
      case 2:
        result = concat(result.subarray(0, at), result.subarray(at + length));
        break;
      case 3:
        result = concat(result.subarray(0, at + length), result.subarray(at));
        break;
      case 4:
        result.fill(draw(2) === 0 ? 0xff : draw(256), at, at + length);
        break;
      default:
        result.copyWithin(draw(result.length), at, at + length);
    }
  }
  return result;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(first.length + second.length);
  result.set(first);
  result.set(second, first.length);
  return result;
}
