import { ByteReader } from '../../src/formats/byte-reader.ts';
import type { Chunks } from '../../src/formats/chunks.ts';
import { parseJson } from '../../src/table/parse-json.ts';

/** Most bytes of one item. */
const MOST = 2 ** 24;
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];
const MEND = 'fetch the file again';

/**
 * The items of a JSON document of objects in objects, `depth` levels down: the keys that lead there, and the value. The document
 * is read piece by piece, so that only one item is in memory; where an object ends sooner its value is handed over as it is.
 * @throws {InputError} where it is no such document
 */
export function* jsonItems(
  chunks: Chunks,
  source: string,
  depth: number,
): Generator<{ readonly keys: readonly string[]; readonly value: unknown }> {
  const reader = new ByteReader(chunks, source);
  const keys: string[] = [];
  let byte = next(reader);
  if (byte !== OPEN) throw reader.damaged('is no JSON object');
  byte = next(reader);
  for (;;) {
    if (byte === CLOSE) {
      if (keys.pop() === undefined) return;
      byte = next(reader);
    } else {
      keys.push(parse(text(reader, byte)) as string);
      if (next(reader) !== COLON) throw reader.damaged('a key without a value');
      byte = next(reader);
      if (byte === OPEN && keys.length < depth) {
        byte = next(reader);
        continue;
      }
      const item = value(reader, byte);
      yield { keys: [...keys], value: parse(item.text) };
      keys.pop();
      byte = item.end;
    }
    if (byte === COMMA) byte = next(reader);
    else if (byte !== CLOSE) throw reader.damaged('no end of an item where one is due');
  }

  function parse(json: string): unknown {
    return parseJson(json, `${source} at ${keys.join(' / ')}`, MEND);
  }
}

/** A number of a document; null where there is none. */
export const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The next byte that is no white space. */
function next(reader: ByteReader): number {
  for (;;) {
    const byte = reader.byte();
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
  }
}

/** A quoted text whose first byte has been read. */
function text(reader: ByteReader, first: number): string {
  if (first !== QUOTE) throw reader.damaged('no key where one is due');
  const bytes = [first];
  copyText(reader, bytes);
  return Buffer.from(bytes).toString('utf8');
}

function copyText(reader: ByteReader, bytes: number[]): void {
  for (;;) {
    const byte = reader.byte();
    bytes.push(byte);
    if (bytes.length > MOST) throw reader.damaged(`an item is larger than ${MOST} bytes`);
    if (byte === QUOTE) return;
    if (byte === BACKSLASH) bytes.push(reader.byte());
  }
}

/** A whole value whose first byte has been read, and the byte that follows it. */
function value(reader: ByteReader, first: number): { readonly text: string; readonly end: number } {
  const bytes: number[] = [];
  let depth = 0;
  for (let byte = first; ; byte = reader.byte()) {
    if (depth === 0 && (byte === COMMA || byte === CLOSE || byte === CLOSE_LIST))
      return { text: Buffer.from(bytes).toString('utf8'), end: byte };
    bytes.push(byte);
    if (bytes.length > MOST) throw reader.damaged(`an item is larger than ${MOST} bytes`);
    if (byte === QUOTE) copyText(reader, bytes);
    else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1;
  }
}
