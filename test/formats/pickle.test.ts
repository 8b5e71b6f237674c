import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { numbersOf } from '../../src/formats/pickle/numpy.ts';
import { harvestPickle, readPickle } from '../../src/formats/pickle/read-pickle.ts';
import { openTorch } from '../../src/formats/pickle/torch.ts';
import {
  NumpyArray,
  PickleDict,
  PickleOpaque,
  PickleSet,
  PickleTuple,
  type PickleValue,
} from '../../src/formats/pickle/values.ts';
import { InputError } from '../../src/input-error.ts';
import { access, bytesOf, FIXTURES, reader } from './fixtures.ts';

/** A value as the fixtures spell it; numbers by value, since JavaScript has one kind of them. */
function spelt(value: PickleValue): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return { number: numberText(value) };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (value instanceof PickleDict)
    return { dict: [...value.entries()].map(([k, v]) => [spelt(k), spelt(v)]) };
  if (value instanceof PickleTuple) return { tuple: value.items.map(spelt) };
  if (value instanceof PickleSet) return { set: value.items.map(spelt) };
  if (Array.isArray(value)) return value.map(spelt);
  throw new Error('no plain value');
}

const numberText = (value: number | bigint): string => (Object.is(value, -0) ? '-0' : String(value));

/** What Python spelt, with its two kinds of numbers as one. */
function asNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asNumbers);
  if (typeof value !== 'object' || value === null) return value;
  const [kind, inner] = Object.entries(value)[0]!;
  if (kind === 'int') return { number: numberText(BigInt(inner as string)) };
  if (kind === 'float')
    return {
      number: numberText(
        inner === 'inf' ? Number.POSITIVE_INFINITY : inner === 'nan' ? Number.NaN : Number(inner),
      ),
    };
  return { [kind]: asNumbers(inner) };
}

const protocols = [0, 1, 2, 3, 4, 5];

describe('pickle', () => {
  it.each(protocols)('protocol %i gives what was put in', (protocol) => {
    for (const size of [1, 7, 1_000_000]) {
      const value = readPickle(reader(bytesOf(FIXTURES.pickles[protocol]!), size));
      expect(spelt(value)).toEqual(asNumbers(FIXTURES.plain));
    }
  });

  it.each(protocols)('arrays and scalars of NumPy, protocol %i', (protocol) => {
    const arrays = readPickle(reader(bytesOf(FIXTURES.arrayPickles[protocol]!)));
    const read = (arrays as PickleValue[]).map((array) => {
      if (!(array instanceof NumpyArray && array.data instanceof Uint8Array)) throw new Error('no array');
      return { shape: array.shape, values: [...numbersOf(array.type, array.data)!] };
    });
    expect(read).toEqual(FIXTURES.arrays);
    expect(readPickle(reader(bytesOf(FIXTURES.scalarPickles[protocol]!)))).toEqual(FIXTURES.scalars);
  });

  it.each(protocols)('what would be executed is refused by its name, protocol %i', (protocol) => {
    const work = () => readPickle(reader(bytesOf(FIXTURES.evil[protocol]!)));
    expect(work).toThrow(InputError);
    expect(work).toThrow(/would call "posix\.system"/);
    expect(existsSync('/tmp/nasprobe-was-here')).toBe(false);
  });

  it('finds the same key of any kind', () => {
    const whole = readPickle(reader(bytesOf(FIXTURES.pickles[4]!)));
    const dict = whole instanceof PickleDict ? whole.get('dict') : undefined;
    if (!(dict instanceof PickleDict)) throw new Error('no dict');
    expect(dict.get(new PickleTuple(['cifar10', 777]))).toEqual([1.5]);
    expect(dict.get(new PickleTuple(['cifar10', 778]))).toBeUndefined();
    expect([dict.get('a'), dict.get(2), dict.get('2')]).toEqual([1, 'b', undefined]);
  });

  it('every cut is refused, and so are the opcodes that have no use here', () => {
    const bytes = bytesOf(FIXTURES.pickles[2]!);
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => readPickle(reader(bytes.subarray(0, length), 64))).toThrow(InputError);
    for (const op of [0x82, 0x83, 0x84, 0x97, 0x98, 0x00])
      expect(() => readPickle(reader(Uint8Array.of(0x80, 5, op, 0, 0, 0, 0, 0x2e)))).toThrow(/opcode 0x/);
  });

  it('is bounded in depth, and a length that lies costs nothing', () => {
    const marks = new Uint8Array(1000).fill(0x28);
    expect(() => readPickle(reader(marks))).toThrow(/nested deeper than 256/);
    // BINUNICODE8 of 2^60 bytes, and of 200 MB that are not there.
    const huge = Uint8Array.of(0x8d, 0, 0, 0, 0, 0, 0, 0, 16);
    expect(() => readPickle(reader(huge))).toThrow(/more than 268435456/);
    expect(() => readPickle(reader(Uint8Array.of(0x58, 0, 0, 0xc0, 0x0b, 1)))).toThrow(/ends in the middle/);
  });
});

describe('harvest', () => {
  const inner = (protocol: number) => reader(bytesOf(FIXTURES.pickles[protocol]!));

  it('hands the items of the dictionary over and leaves the rest', () => {
    for (const protocol of protocols) {
      const taken: PickleValue[] = [];
      const whole = harvestPickle(inner(protocol), ['ordered'], {
        isKey: (key) => typeof key === 'string',
        take: (key) => taken.push(key),
      });
      expect(taken).toEqual(['z', 'a']);
      expect(whole instanceof PickleDict && whole.get('none')).toBeNull();
    }
  });

  it('says where something else is there, and nothing where nothing is', () => {
    const nothing = { isKey: () => false, take: () => {} };
    expect(() => harvestPickle(inner(4), ['flags'], nothing)).toThrow(/"flags" is no dictionary/);
    expect(harvestPickle(inner(4), ['absent'], nothing)).toBeInstanceOf(PickleDict);
  });
});

describe('torch.save', () => {
  it.each([
    ['zip', 0],
    ['legacy', 1],
  ])('%s', (_, form) => {
    const bytes = bytesOf(FIXTURES.torch[form]!);
    const value = readPickle(openTorch(access(bytes), () => reader(bytes)));
    if (!(value instanceof PickleDict)) throw new Error('no dict');
    expect(value.get('acc')).toEqual([91.5]);
    expect(value.get('weights')).toBeInstanceOf(PickleOpaque);
  });

  it('a bare pickle stands for itself', () => {
    const bytes = bytesOf(FIXTURES.pickles[2]!);
    expect(readPickle(openTorch(access(bytes), () => reader(bytes)))).toBeInstanceOf(PickleDict);
  });
});
