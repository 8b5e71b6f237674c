import { randomStream } from '../../src/random/index.ts';
import { mutate } from '../table/mutate.ts';

/** Numbers at the edges of what a length, a count or an offset may be. */
const EDGES = [
  0n,
  1n,
  -1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 63n,
];

/** Pieces of text that mean something to some reader or printer. */
const WORDS = [
  ...['NaN', '-Infinity', '1e999', '9007199254740993', 'null', '__proto__', 'constructor', '"', '""', '\n'],
  ...[
    '=HYPERLINK("http://x")',
    '\x1b[2J',
    '<script>',
    '../../x',
    '\\input{x}',
    '\0',
    '\ufeff',
    ',',
    '|',
    '~',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '('.repeat(64),
    '['.repeat(5000),
    '-',
    '+',
    ':',
    ';',
    ' '.repeat(300),
    '💥',
    '\ud800',
  ],
].map((word) => Buffer.from(word));

/**
 * An input that is one of the seeds damaged; the same for the same number. Two in three are damaged blindly, bits and
 * stretches of them; the others where it hurts: edge numbers in place of some bytes, words of one syntax or another
 * put in, the head of one seed on the tail of another.
 */
export function damaged(seeds: readonly Uint8Array[], input: number): Uint8Array {
  const stream = randomStream(input, 'fuzz');
  let draws = 0;
  const draw = (bound: number): number => {
    draws += 1;
    return stream.integer(draws, Math.max(1, bound));
  };
  const seed = seeds[draw(seeds.length)]!;
  switch (draw(9)) {
    case 0: {
      const bytes = Buffer.from(seed);
      const [edge, width, at] = [EDGES[draw(EDGES.length)]!, 2 ** draw(4), draw(bytes.length)];
      const number = Buffer.alloc(8);
      number.writeBigUInt64LE(BigInt.asUintN(64, edge));
      const written = number.subarray(0, width);
      bytes.set((draw(2) === 0 ? written : written.toReversed()).subarray(0, bytes.length - at), at);
      return bytes;
    }
    case 1: {
      const at = draw(seed.length + 1);
      return Buffer.concat([seed.subarray(0, at), WORDS[draw(WORDS.length)]!, seed.subarray(at + draw(3))]);
    }
    case 2: {
      const other = seeds[draw(seeds.length)]!;
      return Buffer.concat([seed.subarray(0, draw(seed.length)), other.subarray(draw(other.length))]);
    }
    default:
      return mutate(seed, input);
  }
}
