import { describe, expect, it } from 'vitest';
import { readJpeg } from '../../src/formats/image/read-jpeg.ts';
import { readPng } from '../../src/formats/image/read-png.ts';
import { readTar } from '../../src/formats/tar/read-tar.ts';
import { InputError } from '../../src/input-error.ts';
import { bytesOf, FIXTURES, reader } from './fixtures.ts';

describe('PNG', () => {
  it.each(Object.entries(FIXTURES.png))('%s, as Pillow decodes it', (_, { file, width, height, rgb }) => {
    const pixels = readPng(bytesOf(file), 'image');
    expect(pixels).toEqual({ width, height, rgb: bytesOf(rgb) });
  });

  it('a changed byte and a cut are refused', () => {
    const bytes = bytesOf(FIXTURES.png.colours!.file);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = new Uint8Array(bytes);
      changed[at]! ^= 4;
      expect(() => readPng(changed, 'image')).toThrow(InputError);
      expect(() => readPng(bytes.subarray(0, at), 'image')).toThrow(InputError);
    }
  });
});

describe('JPEG', () => {
  it.each(Object.entries(FIXTURES.jpeg))(
    '%s, within what decoders may differ',
    (_, { file, width, height, rgb }) => {
      const pixels = readJpeg(bytesOf(file), 'image');
      expect([pixels.width, pixels.height]).toEqual([width, height]);
      const expected = bytesOf(rgb);
      // The standard leaves the rounding of the inverse transform and of the colours open.
      const worst = pixels.rgb.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
      expect(worst).toBeLessThanOrEqual(3);
    },
  );

  it('anything else is refused', () => {
    expect(() => readJpeg(Buffer.from('no image at all'), 'image')).toThrow(InputError);
    expect(() => readJpeg(bytesOf(FIXTURES.jpeg.baseline!.file).subarray(0, 100), 'image')).toThrow(
      InputError,
    );
  });
});

describe('tar', () => {
  const bytes = bytesOf(FIXTURES.tar);

  it('gives its files and passes links over', () => {
    const files = [...readTar(reader(bytes, 100), 2000)].map(({ name, data }) => [name, data.length]);
    expect(files).toEqual([
      ['folder/a.bin', 3],
      ['b.bin', 1000],
      ['empty', 0],
    ]);
  });

  it('is refused where it is cut, changed, or larger than allowed', () => {
    expect(() => [...readTar(reader(bytes.subarray(0, 700)), 2000)]).toThrow(InputError);
    expect(() => [...readTar(reader(bytes), 999)]).toThrow(/"b\.bin" has 1000 bytes/);
    expect(() => [...readTar(reader(new Uint8Array(512).fill(1)), 9)]).toThrow(/no tar archive/);
  });
});
