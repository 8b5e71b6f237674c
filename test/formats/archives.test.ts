import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bunzip2 } from '../../src/formats/bz2/bunzip2.ts';
import { maskedCrc32c } from '../../src/formats/tfrecord/crc32c.ts';
import { readTfrecord } from '../../src/formats/tfrecord/read-tfrecord.ts';
import { readZip } from '../../src/formats/zip/read-zip.ts';
import { InputError } from '../../src/input-error.ts';
import { access, bytesOf, FIXTURES, joined, pieces } from './fixtures.ts';

const raw = Buffer.from(FIXTURES.raw, 'base64');

describe('bzip2', () => {
  const read = (bytes: Uint8Array, size = 100) => joined(bunzip2(pieces(bytes, size), 'file'));

  it('undoes what Python packs, streams one after the other too', () => {
    expect(read(bytesOf(FIXTURES.bz2[0]!), 1)).toEqual(raw);
    expect(read(bytesOf(FIXTURES.bz2[1]!))).toEqual(raw);
    expect(read(bytesOf(FIXTURES.bz2[2]!))).toEqual(Buffer.concat([raw, Buffer.from('tail')]));
  });

  it('a changed bit is never taken for data', () => {
    const bytes = bytesOf(FIXTURES.bz2[0]!);
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = new Uint8Array(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        try {
          // The level is no part of the data: any that is large enough will do. So are the bits after the end.
          expect(read(changed)).toEqual(raw);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });

  it('is refused where it is cut, something else, or larger than allowed', () => {
    const bytes = bytesOf(FIXTURES.bz2[0]!);
    for (let length = 0; length < bytes.length; length += 11)
      expect(() => read(bytes.subarray(0, length))).toThrow(InputError);
    expect(() => read(raw)).toThrow(/is not bzip2/);
    expect(() => joined(bunzip2([bytes], 'file', 1000))).toThrow(/more than 1000 bytes/);
  });
});

describe('zip', () => {
  const bytes = bytesOf(FIXTURES.zip);

  it('lists its files and reads them, stored and deflated', () => {
    const files = readZip(access(bytes)).map(({ name, open }) => [name, joined(open()).toString()]);
    expect(files).toEqual([
      ['a/stored.txt', 'stored'],
      ['deflated.txt', 'deflated '.repeat(100)],
    ]);
  });

  it('is refused where it is cut', () => {
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => readZip(access(bytes.subarray(0, length)))).toThrow(InputError);
  });
});

describe('TFRecord', () => {
  const bytes = bytesOf(FIXTURES.tfrecord);
  const read = (input: Uint8Array) =>
    [...readTfrecord(pieces(input, 5), 'file')].map((data) => Buffer.from(data));

  it('has the checksum that TensorFlow tests', () => {
    // CRC-32C of 123456789 is e3069283 (RFC 3720), masked as the format says.
    const crc = 0xe3069283;
    expect(maskedCrc32c(Buffer.from('123456789'))).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  });

  it('gives its records', () => {
    expect(read(bytes)).toEqual(FIXTURES.records.map((data) => Buffer.from(data, 'base64')));
    expect(read(new Uint8Array(0))).toEqual([]);
  });

  it('a changed byte is refused wherever it stands', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = new Uint8Array(bytes);
      changed[at]! ^= 0x10;
      expect(() => read(changed)).toThrow(InputError);
    }
  });
});
