import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.ts';
import { readSafetensors, type WritableTensor, writeSafetensors } from '../../src/safetensors/index.ts';
import { mutate } from '../table/mutate.ts';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-test-'));
  path = join(folder, 't.safetensors');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of this header (an object, or text as it is) and data. */
function file(header: unknown, data: ArrayLike<number> = []): string {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([length, json, Uint8Array.from(data)]));
  return path;
}

function refusal(): string {
  try {
    readSafetensors(path);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as Error;
    expect(message.startsWith(path)).toBe(true);
    expect(message).not.toContain('\n');
    return message;
  }
  return 'accepted';
}

const entry = (dtype: string, shape: number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('safetensors', () => {
  it('reads every type, by known bits', () => {
    file(
      {
        __metadata__: { format: 'pt' },
        half: entry('F16', [6], 0, 12),
        brain: entry('BF16', [3], 12, 18),
        byte: entry('U8', [2], 18, 20),
        flag: entry('BOOL', [2], 20, 22),
        short: entry('I16', [1], 22, 24),
        long: entry('I64', [2], 24, 40),
        none: entry('F32', [0, 3], 40, 40),
        scalar: entry('F32', [], 40, 44),
        word: entry('U32', [1], 44, 48),
        double: entry('F64', [1], 48, 56),
        tiny: entry('I8', [1], 56, 57),
      },
      [
        ...[0x00, 0x3c, 0xff, 0x7b, 0x01, 0x00, 0x00, 0xfc, 0x00, 0x7e, 0x55, 0xb5],
        ...[0x80, 0x3f, 0x49, 0xc0, 0x80, 0x7f],
        ...[0, 255],
        ...[1, 0],
        ...[0xfe, 0xff],
        ...[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 5, 0, 0, 0, 0, 0, 0x10, 0],
        ...[0, 0, 0x20, 0xc1],
        ...[0xff, 0xff, 0xff, 0xff],
        ...[0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
        ...[0x80],
      ],
    );
    const tensors = readSafetensors(path);
    const values = (name: string) => Array.from(tensors.get(name)!.data);
    expect(values('half')).toEqual([
      1,
      65504,
      2 ** -24,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      -0.333251953125,
    ]);
    expect(values('brain')).toEqual([1, -3.140625, Number.POSITIVE_INFINITY]);
    expect(values('byte')).toEqual([0, 255]);
    expect(values('flag')).toEqual([1, 0]);
    expect(values('short')).toEqual([-2]);
    expect(values('long')).toEqual([-1, 2 ** 52 + 5]);
    expect(tensors.get('none')).toEqual({ dtype: 'F32', shape: [0, 3], data: new Float32Array(0) });
    expect(tensors.get('scalar')).toEqual({ dtype: 'F32', shape: [], data: new Float32Array([-10]) });
    expect(values('word')).toEqual([2 ** 32 - 1]);
    expect(tensors.get('double')!.data).toEqual(new Float64Array([1]));
    expect(values('tiny')).toEqual([-128]);
    expect(tensors.size).toBe(11);
  });

  it.each<[string, unknown, number, RegExp]>([
    [
      'a gap',
      { a: entry('U8', [2], 1, 3) },
      3,
      /tensor "a": leaves a gap before it \(begins at byte 1, due 0\)/,
    ],
    ['an overlap', { a: entry('U8', [2], 0, 2), b: entry('U8', [2], 1, 3) }, 3, /tensor "b": overlaps/],
    [
      'a range beyond the file',
      { a: entry('U8', [4], 0, 4) },
      3,
      /holds 3 bytes of data where its header says 4, it is truncated/,
    ],
    ['bytes left over', { a: entry('U8', [2], 0, 2) }, 3, /bytes are left over/],
    [
      'a shape that does not fit',
      { a: entry('F32', [2], 0, 3) },
      3,
      /F32 of shape \[2\] takes 8 bytes where its range has 3/,
    ],
    ['a range that runs backwards', { a: entry('U8', [2], 2, 0) }, 0, /takes 2 bytes where its range has -2/],
    ['a negative size', { a: entry('U8', [-1, -2], 0, 2) }, 2, /its shape is no list/],
    ['a fraction', { a: entry('U8', [0.5, 4], 0, 2) }, 2, /its shape is no list/],
    ['a rank beyond reason', { a: entry('U8', new Array(33).fill(1), 0, 1) }, 1, /at most 32 sizes/],
    ['too many elements', { a: entry('U8', [2 ** 40, 2 ** 40], 0, 1) }, 1, /more than 2\^53 elements/],
    [
      'an unknown type',
      { a: entry('F8_E4M3', [1], 0, 1) },
      1,
      /its dtype is "F8_E4M3", convert it to one of F64, F32/,
    ],
    ['a type of the prototype', { a: entry('constructor', [1], 0, 1) }, 1, /its dtype is "constructor"/],
    ['no type', { a: { shape: [1], data_offsets: [0, 1] } }, 1, /its dtype is missing/],
    ['no offsets', { a: { dtype: 'U8', shape: [1] } }, 1, /its data_offsets are no two/],
    ['an entry that is no object', { a: 5 }, 0, /its entry is no object/],
    ['metadata that is no text', { __metadata__: { a: 1 } }, 0, /__metadata__ is no object of texts/],
    ['a prototype', '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1, /named "__proto__"/],
    [
      'a name twice',
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0061":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
      1,
      /names "a" twice/,
    ],
    [
      'a member twice',
      '{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}',
      1,
      /names "dtype" twice/,
    ],
    ['no JSON', '{"a":', 0, /header is not JSON/],
    ['an array', '[]', 0, /no JSON object/],
    ['nesting without end', '['.repeat(100_000), 0, /header is not JSON/],
    ['a name of two lines', { 'a\nb': entry('U8', [2], 1, 3) }, 3, /tensor "a b"/],
  ])('refuses %s', (_, header, bytes, message) => {
    file(header, new Uint8Array(bytes));
    expect(refusal()).toMatch(message);
  });

  it('refuses integers that would lose digits', () => {
    file({ a: entry('I64', [1], 0, 8) }, [1, 0, 0, 0, 0, 0, 0x20, 0]);
    expect(refusal()).toMatch(/tensor "a": 9007199254740993 is beyond 2\^53/);
  });

  it('refuses a header beyond the file or the format, and what is no file', () => {
    const length = Buffer.alloc(8);
    for (const size of [11n, 100_000_001n, 2n ** 63n]) {
      length.writeBigUInt64LE(size);
      writeFileSync(path, Buffer.concat([length, Buffer.from('{}')]));
      expect(refusal()).toMatch(/its header is said to have/);
    }
    writeFileSync(path, 'short');
    expect(refusal()).toMatch(/too short/);
    writeFileSync(path, Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from([0xff, 0xfe])]));
    expect(refusal()).toMatch(/not UTF-8/);
    expect(() => readSafetensors(folder)).toThrow(/is no file/);
    expect(() => readSafetensors(join(folder, 'missing'))).toThrow(/does not exist/);
  });

  it('gives back what it wrote', () => {
    const shapes = fc.array(fc.nat(4), { maxLength: 4 });
    const tensor = shapes.chain((shape): fc.Arbitrary<WritableTensor> => {
      const length = shape.reduce((product, size) => product * size, 1);
      const exactly = { minLength: length, maxLength: length };
      return fc.oneof(
        fc.float32Array(exactly).map((data) => ({ shape, data })),
        fc.float64Array(exactly).map((data) => ({ shape, data })),
        fc.int32Array(exactly).map((data) => ({ shape, data })),
        fc
          .array(fc.maxSafeInteger(), exactly)
          .map((list) => ({ shape, data: BigInt64Array.from(list, BigInt) })),
      );
    });
    const names = fc
      .string({ unit: 'grapheme' })
      .filter((name) => name !== '__proto__' && name !== '__metadata__');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(names, tensor), { maxLength: 6, selector: ([name]) => name }),
        (list) => {
          writeSafetensors(path, new Map(list));
          const back = readSafetensors(path);
          expect(back.size).toBe(list.length);
          for (const [name, { shape, data }] of list) {
            const read = back.get(name)!;
            expect(read.shape).toEqual(shape);
            expect(Array.from(read.data)).toEqual(Array.from(data as ArrayLike<number | bigint>, Number));
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(readdirSync(folder)).toEqual(['t.safetensors']);
  });

  it('writes into a missing folder no more than one line of refusal', () => {
    expect(() => writeSafetensors(join(folder, 'no', 't'), new Map())).toThrow(InputError);
    expect(() => writeSafetensors(path, new Map([['a', { shape: [2], data: new Float32Array(3) }]]))).toThrow(
      RangeError,
    );
  });

  it('never fails on damaged bytes but with one line', () => {
    writeSafetensors(
      path,
      new Map<string, WritableTensor>([
        ['stem.0.weight', { shape: [2, 3], data: new Float32Array(6).fill(0.5) }],
        ['targets', { shape: [4], data: new BigInt64Array([0n, 1n, 2n, 3n]) }],
        ['é', { shape: [], data: new Int32Array([7]) }],
      ]),
    );
    const whole = readFileSync(path);
    let refused = 0;
    for (let seed = 0; seed < 2000; seed += 1) {
      writeFileSync(path, mutate(whole, seed));
      try {
        for (const { shape, data } of readSafetensors(path).values()) {
          expect(data.length).toBe(shape.reduce((product, size) => product * size, 1));
        }
      } catch (error) {
        if (!(error instanceof InputError) || error.message.includes('\n'))
          throw new Error(`seed ${seed}`, { cause: error });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(refused).toBeLessThan(2000);
  });
});
