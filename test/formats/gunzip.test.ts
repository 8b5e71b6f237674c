import { deflateRawSync, gzipSync, constants as Z } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gunzip } from '../../src/formats/gunzip.ts';
import { InputError } from '../../src/input-error.ts';
import { joined, pieces } from './fixtures.ts';

const read = (bytes: Uint8Array, size = 1000, most?: number): Buffer =>
  Buffer.from(joined(gunzip(pieces(bytes, size), 'file', most)));

/** Bytes with repetitions near and far, which is what deflate is for. */
const content = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 3000 })), {
    maxLength: 6,
  })
  .map((parts) => Buffer.concat(parts.flatMap(([word, times]) => Array.from({ length: times }, () => word))));

it('undoes what zlib packs, at every level and strategy', () => {
  const strategies = [Z.Z_DEFAULT_STRATEGY, Z.Z_HUFFMAN_ONLY, Z.Z_RLE, Z.Z_FIXED];
  fc.assert(
    fc.property(
      content,
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(...strategies),
      fc.integer({ min: 1, max: 70000 }),
      (bytes, level, strategy, size) => {
        expect(read(gzipSync(bytes, { level, strategy }), size).equals(bytes)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

it('reads members one after the other, and a header with all that it may have', () => {
  const raw = Buffer.from('some text '.repeat(50));
  expect(read(Buffer.concat([gzipSync(raw), gzipSync(Buffer.alloc(0)), gzipSync(raw)]), 1)).toEqual(
    Buffer.concat([raw, raw]),
  );
  const many = Array.from({ length: 3000 }, (_, i) => Buffer.from(`${i}`.repeat(i % 3)));
  for (const size of [1, 7, 2 ** 20])
    expect(read(Buffer.concat(many.map((text) => gzipSync(text))), size)).toEqual(Buffer.concat(many));
  const tail = gzipSync(raw).subarray(-8);
  const header = Buffer.from('1f8b081e00000000000303006162636e616d6500746f6c640012ab', 'hex');
  const whole = Buffer.concat([header, deflateRawSync(raw), tail]);
  expect(read(whole)).toEqual(raw);
});

it('a changed bit is never taken for data', () => {
  const raw = Buffer.from(Array.from({ length: 400 }, (_, i) => `${i % 7} and ${i * i}\n`).join(''));
  const bytes = gzipSync(raw);
  fc.assert(
    // The header says when and by which system; what follows are data and their checksums.
    fc.property(fc.integer({ min: 10 * 8, max: bytes.length * 8 - 1 }), (bit) => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      try {
        // Bits after the last block fill its byte, and mean nothing.
        expect(read(changed)).toEqual(raw);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
    { numRuns: 400 },
  );
});

it('is refused where it is cut, something else, or larger than allowed', () => {
  const bytes = gzipSync(Buffer.alloc(100_000));
  for (let length = 0; length < bytes.length; length += 1)
    expect(() => read(bytes.subarray(0, length))).toThrow(InputError);
  expect(() => read(Buffer.from('{"a": 1} and more'))).toThrow(/is not gzip/);
  expect(() => read(bytes, 100, 99_999)).toThrow(/holds more than 99999 bytes/);
  expect(() => read(Buffer.concat([bytes, Buffer.from('tail')]))).toThrow(/is not gzip/);
  for (const more of ['t', 'tai', '\x1f\x8b\x08', '\0\0\0'])
    expect(() => read(Buffer.concat([bytes, Buffer.from(more, 'latin1')]))).toThrow(InputError);
  const two = Buffer.concat([gzipSync('one'), gzipSync('two')]);
  for (let length = gzipSync('one').length + 1; length < two.length; length += 1)
    for (const size of [1, 1000]) expect(() => read(two.subarray(0, length), size)).toThrow(InputError);
});

it('takes little memory for a header without end and for what grows a thousandfold', () => {
  function* endless(): Generator<Uint8Array> {
    yield Buffer.from('1f8b0808000000000003', 'hex');
    for (;;) yield Buffer.alloc(2 ** 16, 'a');
  }
  expect(() => [...gunzip(endless(), 'file')]).toThrow(/a header of gzip without end/);
  let largest = 0;
  let total = 0;
  for (const { length } of gunzip([gzipSync(Buffer.alloc(2 ** 27))], 'file')) {
    largest = Math.max(largest, length);
    total += length;
  }
  expect(total).toBe(2 ** 27);
  expect(largest).toBeLessThanOrEqual(2 ** 24 + 2 ** 18);
});
