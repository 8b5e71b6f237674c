import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { fromCsv } from '../../src/table/from-csv.ts';
import { numberFromText } from '../../src/table/number-text.ts';
import type { Table } from '../../src/table/table.ts';
import { toCsv } from '../../src/table/to-csv.ts';
import { tables } from './arbitrary-table.ts';
import { plainColumns } from './same-table.ts';

const parse = (text: string, separator: ',' | '\t' = ','): Table =>
  fromCsv(Buffer.from(text), 't.csv', separator);
const cells = (text: string) => plainColumns(parse(text));
const refusal = (text: string | Uint8Array): string => {
  try {
    fromCsv(Buffer.from(text as string), 't.csv');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return 'accepted';
};

describe('CSV', () => {
  it('reads quoted cells with separators, line ends and doubled quotes', () => {
    expect(cells('arch,note\n"(4,3,3,0,0,0)","say ""hi""\nthere"\n|a~0|,plain\n')).toEqual({
      arch: ['(4,3,3,0,0,0)', '|a~0|'],
      note: ['say "hi"\nthere', 'plain'],
    });
  });

  it('reads a byte order mark, CRLF, CR, blank lines and a last line without an end', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(cells(`\ufeffa,b${end}1,x${end}${end}2,y`)).toEqual({ a: [1, 2], b: ['x', 'y'] });
    }
    expect(plainColumns(parse('a\tb\n1\t"x,\ty"\n', '\t'))).toEqual({ a: [1], b: ['x,\ty'] });
  });

  it('infers numbers, with empty cells missing and all spellings of NaN and infinity', () => {
    expect(cells('a,b,c\n1,nan,x\n,-inf,\n-2.5e-3,Infinity,""\n -7 ,+NaN,1\n')).toEqual({
      a: [1, null, -0.0025, -7],
      b: ['NaN', '-Infinity', 'Infinity', 'NaN'],
      c: ['x', null, '', '1'],
    });
  });

  it('keeps identifiers made of digits: leading zeros, beyond 2^53, exponents that overflow', () => {
    const text =
      'macro,hash,hex,n\n02012100,12345678901234567,12e4567,100000000000000000000\n11111111,1,1,0\n';
    expect(cells(text)).toEqual({
      macro: ['02012100', '11111111'],
      hash: ['12345678901234567', '1'],
      hex: ['12e4567', '1'],
      n: [1e20, 0],
    });
  });

  it('gives the spelling of numbers that stood above the first text', () => {
    const rows = Array.from({ length: 300 }, (_, i) => `${i}.50,${i}`);
    const table = cells(`a,b\n${rows.join('\n')}\nx,9\n`);
    expect(table.a!.slice(0, 3)).toEqual(['0.50', '1.50', '2.50']);
    expect(table.a).toHaveLength(301);
    expect(table.a![300]).toBe('x');
    expect(table.b![300]).toBe(9);
  });

  it.each([
    ['a,b\n1,2\n3\n', /line 3: has 1 cells where the header has 2/],
    ['a,b\n"x\ny",2\n1,2,3\n', /line 4: has 3 cells/],
    ['a,b,a\n', /two columns named "a"/],
    ['1,2\n3,4\n', /line 1: holds numbers where column names are due/],
    ['a,b\n"open,2\n', /line 2: a quote is not closed/],
    ['a,b\n"x"y,2\n', /line 2: text follows a closing quote/],
    ['\n\n', /holds no table/],
    ['a\0b\n', /zero byte/],
  ])('refuses %j', (text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('refuses text that is not UTF-8', () => {
    expect(refusal(new Uint8Array([0x61, 0x0a, 0xff, 0xfe, 0x0a]))).toMatch(/not UTF-8/);
  });

  it('takes the unnamed row numbers of spreadsheets and a header alone', () => {
    expect(cells(',a\n0,5\n')).toEqual({ unnamed_1: [0], a: [5] });
    expect(parse('a,b\n').rows).toBe(0);
  });

  it('parses numbers as JavaScript does, to the last bit', () => {
    const spelled = fc.oneof(
      fc.double().map(String),
      fc.integer().map(String),
      fc
        .tuple(fc.maxSafeInteger(), fc.nat(25))
        .map(([n, digits]) => (n / 10 ** digits).toFixed(Math.min(20, digits))),
      fc
        .tuple(fc.nat(999), fc.nat(999_999_999), fc.integer({ min: -330, max: 300 }))
        .map(([a, b, e]) => `-${a}.${b}e${e}`),
    );
    fc.assert(
      fc.property(spelled, (text) => {
        const bytes = Buffer.from(text);
        const value = numberFromText(bytes, 0, bytes.length);
        // Identifiers are the stated exception.
        if (value === undefined)
          expect(/^[+-]?(0\d|\d{16,}$)/.test(text) || !Number.isFinite(Number(text))).toBe(true);
        else expect(value).toBe(Number(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['', '-', '.', 'e5', '1e', '1e+', '--1', '1-', '0x10', '1_000', '1,5', 'north', 'infinite', 'é'])(
    'takes %j for no number',
    (text) => {
      const bytes = Buffer.from(text);
      expect(numberFromText(bytes, 0, bytes.length)).toBeUndefined();
    },
  );

  it('gives back what it wrote', () => {
    fc.assert(
      fc.property(tables(), (table) => {
        const named = table.columns.every(
          ({ name }) => Number.isNaN(Number(name)) && !/^[+-]?(nan|inf)/i.test(name),
        );
        fc.pre(named);
        const back = fromCsv(Buffer.concat([...toCsv(table)]), 'back');
        expect(back.rows).toBe(table.rows);
        table.columns.forEach((column, i) => {
          const read = back.columns[i]!;
          expect(read.name).toBe(column.name);
          if (column.kind === 'number')
            expect(plainColumns(back)[column.name]).toEqual(plainColumns(table)[column.name]);
          if (column.kind === 'text' && read.kind === 'text' && table.columns.length > 1) {
            expect(read.values).toEqual(column.values);
          }
        });
      }),
      { numRuns: 500 },
    );
  });
});
