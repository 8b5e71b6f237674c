import type { ByteReader } from '../byte-reader.ts';
import { LIMITS } from './limits.ts';
import { OP } from './opcodes.ts';
import type { PickleValue } from './values.ts';

/** Digits of a decimal integer, bytes of a binary one. */
const LONGEST_INTEGER = 1024;

/** The value of an opcode that pushes a number, a text or bytes; undefined for every other opcode. */
export function readAtom(op: number, reader: ByteReader): PickleValue | undefined {
  switch (op) {
    case OP.NONE:
      return null;
    case OP.NEWTRUE:
      return true;
    case OP.NEWFALSE:
      return false;
    case OP.BININT1:
      return reader.byte();
    case OP.BININT2:
      return reader.unsigned(2);
    case OP.BININT:
      return reader.unsigned(4) | 0;
    case OP.BINFLOAT:
      return reader.double();
    case OP.LONG1:
      return integer(reader.take(reader.byte()));
    case OP.LONG4:
      return integer(reader.take(bounded(reader, reader.unsigned(4), LONGEST_INTEGER)));
    case OP.INT:
    case OP.LONG:
      return decimal(reader);
    case OP.FLOAT:
      return floating(reader);
    case OP.SHORT_BINUNICODE:
      return utf8(reader, reader.byte());
    case OP.BINUNICODE:
      return utf8(reader, reader.unsigned(4));
    case OP.BINUNICODE8:
      return utf8(reader, reader.unsigned(8));
    case OP.UNICODE:
      return unescaped(reader);
    case OP.STRING:
      return quoted(reader);
    case OP.SHORT_BINSTRING:
      return latin1(reader, reader.byte());
    case OP.BINSTRING:
      return latin1(reader, reader.unsigned(4));
    case OP.SHORT_BINBYTES:
      return bytes(reader, reader.byte());
    case OP.BINBYTES:
      return bytes(reader, reader.unsigned(4));
    case OP.BINBYTES8:
    case OP.BYTEARRAY8:
      return bytes(reader, reader.unsigned(8));
    default:
      return undefined;
  }
}

function bounded(reader: ByteReader, length: number, most: number = LIMITS.text): number {
  if (length > most) throw reader.damaged(`a text or number of ${length} bytes, more than ${most}`);
  return length;
}

const unit = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

/** Python's raw-unicode-escape. */
function unescaped(reader: ByteReader): string {
  const code = /\\(?:u([0-9a-fA-F]{4})|U(00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}))/g;
  return reader
    .line(LIMITS.text)
    .replaceAll(code, (_, short?: string, long?: string) =>
      String.fromCodePoint(Number.parseInt(short ?? long ?? '0', 16)),
    );
}

function utf8(reader: ByteReader, length: number): string {
  return reader.text(bounded(reader, length), 'utf8');
}

/** Python 2's strings are bytes: what they hold here is ASCII, or bytes of an array, which latin1 keeps. */
function latin1(reader: ByteReader, length: number): string {
  return reader.text(bounded(reader, length), 'latin1');
}

function bytes(reader: ByteReader, length: number): Uint8Array {
  return new Uint8Array(reader.take(bounded(reader, length)));
}

function integer(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  const value = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return exact(bytes.at(-1)! >= 128 ? value - (1n << BigInt(8 * bytes.length)) : value);
}

const exact = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

function decimal(reader: ByteReader): boolean | number | bigint {
  const text = reader.line(LONGEST_INTEGER);
  if (text === '00' || text === '01') return text === '01';
  if (!/^[+-]?\d+L?$/.test(text)) throw reader.damaged('no integer where one is due');
  return exact(BigInt(text.replace(/^\+/, '').replace(/L$/, '')));
}

function floating(reader: ByteReader): number {
  const text = reader.line(LONGEST_INTEGER);
  const special = /^([+-]?)(inf|nan)$/i.exec(text);
  if (special) {
    if (special[2]!.toLowerCase() === 'nan') return Number.NaN;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw reader.damaged('no number where one is due');
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

function quoted(reader: ByteReader): string {
  const text = reader.line(LIMITS.text);
  const inner = /^(['"])([\s\S]*)\1$/.exec(text)?.[2];
  if (inner === undefined) throw reader.damaged('a string without quotes');
  return inner.replaceAll(/\\(?:x([0-9a-fA-F]{2})|([\s\S]))/g, (whole, hex?: string, one?: string) =>
    hex === undefined ? (ESCAPES[one ?? ''] ?? whole) : unit(`00${hex}`),
  );
}
