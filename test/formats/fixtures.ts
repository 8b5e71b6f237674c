import { readFileSync } from 'node:fs';
import { ByteReader } from '../../src/formats/byte-reader.ts';
import { bytesAccess } from '../../src/formats/zip/read-zip.ts';

interface ImageFixture {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** What Pillow decodes. */
  readonly rgb: string;
}

interface Fixtures {
  readonly plain: unknown;
  readonly pickles: readonly string[];
  readonly arrays: readonly { readonly shape: readonly number[]; readonly values: readonly number[] }[];
  readonly arrayPickles: readonly string[];
  readonly scalars: readonly number[];
  readonly scalarPickles: readonly string[];
  readonly evil: readonly string[];
  readonly torch: readonly string[];
  readonly raw: string;
  readonly bz2: readonly string[];
  readonly zip: string;
  readonly records: readonly string[];
  readonly tfrecord: string;
  readonly png: Readonly<Record<string, ImageFixture>>;
  readonly jpeg: Readonly<Record<string, ImageFixture>>;
  readonly tar: string;
}

export const FIXTURES = JSON.parse(
  readFileSync(new URL('./fixtures.json', import.meta.url), 'utf8'),
) as Fixtures;

export const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** Bytes cut into pieces of `size`, so that everything lies across a border somewhere. */
export function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const reader = (bytes: Uint8Array, size = 7): ByteReader =>
  new ByteReader(pieces(bytes, size), 'file');
export const access = (bytes: Uint8Array) => bytesAccess(bytes, 'file');
export const joined = (chunks: Iterable<Uint8Array>): Buffer => Buffer.concat([...chunks]);
