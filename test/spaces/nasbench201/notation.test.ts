import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/input-error.ts';
import { EXAMPLE, format, parse } from '../../../src/spaces/nasbench201/notation.ts';
import { cells } from './arbitrary.ts';

const LAST = '|none~0|none~1|none~2|';

function messageOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error(`parsed ${JSON.stringify(text)}`);
}

describe('notation', () => {
  it('reads the edges in official order', () => {
    expect(
      parse('|none~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|none~2|').ops,
    ).toEqual(['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3', 'none']);
    expect(format(parse(EXAMPLE))).toBe(EXAMPLE);
  });

  it('parses what it formats, with spaces around it too', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        expect(parse(format(cell))).toEqual(cell);
        expect(parse(` ${format(cell)}\n`)).toEqual(cell);
      }),
    );
  });

  it.each([
    ['', /is empty; write for example "\|/],
    ['  \n', /is empty/],
    [`|none~0|+|none~0|none~1|`, /has 2 nodes, expected 3 joined by "\+"/],
    [`|none~0|+|none~0|none~1|+${LAST}+${LAST}`, /has 4 nodes, expected 3/],
    ['42', /has 1 node, expected 3/],
    [`|none~0|+|none~0|+${LAST}`, /node 2 has 1 edge, expected 2 as in "\|op~0\|op~1\|": "\|none~0\|" in/],
    [`|none~0|none~1|+|none~0|none~1|+${LAST}`, /node 1 has 2 edges, expected 1/],
    [`none~0+|none~0|none~1|+${LAST}`, /node 1 must start and end with "\|" as in "\|op~0\|", got "none~0"/],
    [`|+|none~0|none~1|+${LAST}`, /node 1 must start and end with "\|"/],
    [
      `|none~0|+|none~0|none~0|+${LAST}`,
      /edge 1 of node 2 must come from node 1: write "none~1", not "none~0"/,
    ],
    [`|none~1|+|none~0|none~1|+${LAST}`, /edge 0 of node 1 must come from node 0: write "none~0"/],
    [`|none|+|none~0|none~1|+${LAST}`, /edge 0 of node 1 must be written op~0, got "none"/],
    [`|none~0~0|+|none~0|none~1|+${LAST}`, /edge 0 of node 1 must be written op~0/],
    [
      `|skip_conect~0|+|none~0|none~1|+${LAST}`,
      /unknown operation "skip_conect"; did you mean "skip_connect"\?/,
    ],
    [
      `|none~0|+|none~0|none~1|+|nor_conv3x3~0|none~1|none~2|`,
      /edge 0 of node 3 has .* did you mean "nor_conv_3x3"\?/,
    ],
    [`|None~0|+|none~0|none~1|+${LAST}`, /did you mean "none"\?/],
    [
      `|lstm~0|+|none~0|none~1|+${LAST}`,
      /unknown operation "lstm"; use one of none, skip_connect, nor_conv_1x1,/,
    ],
    ['|'.repeat(300), /is 300 characters long, no cell takes more than 95: "\|{40}…"/],
  ])('says what is wrong with %j', (text, message) => {
    expect(messageOf(text)).toMatch(message);
  });

  it('says it on one line of bounded length for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      // Near misses: a cell's string with a piece cut out and another put in.
      fc
        .tuple(cells, fc.nat(95), fc.nat(10), fc.string({ unit: 'grapheme', maxLength: 5 }))
        .map(([cell, at, cut, put]) => format(cell).slice(0, at) + put + format(cell).slice(at + cut)),
    );
    fc.assert(
      fc.property(text, (broken) => {
        try {
          expect(format(parse(broken))).toBe(broken.trim());
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as InputError).message).toMatch(/^nasbench201 [^\n\r]{1,900}$/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
