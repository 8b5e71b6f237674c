import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { fromJson } from '../../src/table/from-json.ts';
import { fromJsonl } from '../../src/table/from-jsonl.ts';
import { outcomesOf } from '../../src/table/outcomes-of.ts';
import { toJson } from '../../src/table/to-json.ts';
import { tables } from './arbitrary-table.ts';
import { plainColumns } from './same-table.ts';

const json = (text: string) => plainColumns(fromJson(Buffer.from(text), 't.json'));
const jsonl = (text: string) => plainColumns(fromJsonl(Buffer.from(text), 't.jsonl'));

describe('JSON', () => {
  it('reads an array of records, an object of columns and records by key', () => {
    expect(json('[{"a":1,"b":"x"},{"b":"y","c":[1,2]}]')).toEqual({
      a: [1, null],
      b: ['x', 'y'],
      c: [null, [1, 2]],
    });
    expect(json('{"a":[1,2],"b":["x",null]}')).toEqual({ a: [1, 2], b: ['x', null] });
    expect(json('{"k":{"a":1},"l":{"a":2}}')).toEqual({ key: ['k', 'l'], a: [1, 2] });
    expect(json('{"s":{"d":{"k":{"a":1},"l":{"a":2}}}}')).toEqual({
      key_1: ['s', 's'],
      key_2: ['d', 'd'],
      key_3: ['k', 'l'],
      a: [1, 2],
    });
  });

  it('flattens one level, and keeps what lies deeper as its JSON text', () => {
    expect(json('[{"o":{"x":1,"y":{"z":[2]},"l":[1,2]},"ops":["a","b"]}]')).toEqual({
      'o.x': [1],
      'o.y': ['{"z":[2]}'],
      'o.l': [[1, 2]],
      ops: ['["a","b"]'],
    });
  });

  it('reads the numbers that JSON has not, as text or bare as Python writes them', () => {
    const same = {
      a: ['NaN', 1],
      b: ['-Infinity', 'Infinity'],
      c: [[1, 'NaN'], []],
      d: ['NaN "NaN" \\', 'x'],
      e: [1, 0],
    };
    expect(
      json(
        '[{"a":NaN,"b":-Infinity,"c":[1,NaN],"d":"NaN \\"NaN\\" \\\\","e":true},{"a":1,"b":"Infinity","c":[],"d":"x","e":false}]',
      ),
    ).toEqual(same);
  });

  it('keeps odd member names plain', () => {
    expect(jsonl('{"__proto__":1,"constructor":2}\n')).toEqual(
      Object.fromEntries([
        ['__proto__', [1]],
        ['constructor', [2]],
      ]),
    );
  });

  it('turns what score --json writes into a score table', () => {
    const lines = [
      {
        arch: 'A',
        seconds: 1,
        scores: { synflow: { status: 'ok', value: 2.5 }, zen: { status: 'skipped', reason: 'no BN' } },
      },
      {
        arch: 'B',
        seconds: 2,
        scores: { synflow: { status: 'nonfinite', value: '-Infinity' }, zen: { status: 'ok', value: 0 } },
      },
    ];
    const table = fromJsonl(Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')), 't.jsonl');
    expect(plainColumns(table)).toMatchObject({
      arch: ['A', 'B'],
      synflow: [2.5, '-Infinity'],
      zen: [null, 0],
    });
    const outcomes = outcomesOf(table);
    expect([...outcomes.keys()]).toEqual(['synflow', 'zen']);
    lines.forEach((line, row) => {
      for (const [proxy, outcome] of Object.entries(line.scores))
        expect(outcomes.get(proxy)![row]).toEqual(outcome);
    });
  });

  it.each([
    ['[1,2]', /element 1 of the array is no record/],
    ['[]', /holds no records/],
    ['{"a":[1],"b":[1,2]}', /column "b" has 2 values where "a" has 1/],
    ['{"a":1}', /is no table/],
    ['{"a":', /is not JSON/],
    ['{"k":{"key":1}}', /member "key", the name of their key/],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`, /nested deeper/],
  ])('refuses %.20j', (text, message) => {
    expect(() => json(text)).toThrow(message);
    expect(() => json(text)).toThrow(InputError);
  });

  it.each([
    ['{"a":1}\n[1]\n', /line 2: is no record/],
    ['{"a":1}\n\n{"a":\n', /line 3: is not JSON/],
    ['\n\n', /holds no records/],
  ])('refuses lines %j', (text, message) => {
    expect(() => jsonl(text)).toThrow(message);
  });

  it('gives back what it wrote', () => {
    fc.assert(
      fc.property(tables(), fc.constantFrom('lines' as const, 'array' as const), (table, shape) => {
        fc.pre(table.rows > 0);
        const bytes = Buffer.concat([...toJson(table, shape)]);
        const back = shape === 'lines' ? fromJsonl(bytes, 'back') : fromJson(bytes, 'back');
        // A text that spells a number which JSON has not reads as that number: the stated exception.
        const special = table.columns.some(
          (c) => c.kind === 'text' && c.values.some((v) => /^(NaN|-?Infinity)$/.test(v ?? '')),
        );
        fc.pre(!special);
        expect(plainColumns(back)).toEqual(plainColumns(table));
      }),
      { numRuns: 300 },
    );
  });
});
