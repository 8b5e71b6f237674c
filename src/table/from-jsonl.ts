import { InputError } from '../input-error.ts';
import { flatRecord } from './flat-record.ts';
import { collectRecords } from './from-records.ts';
import { checkDepth, isObject, parseJson } from './parse-json.ts';
import type { Table } from './table.ts';

const LF = 0x0a;

/**
 * A table from JSON lines: one record a line, flattened one level, see {@link flatRecord}; blank lines are skipped.
 * Throws {@link InputError}, which names the line, on a line that is no record.
 */
export function fromJsonl(input: Uint8Array, source: string): Table {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const collector = collectRecords(source);
  const mend = 'write one JSON object a line';
  let records = 0;
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    const text = bytes.toString('utf8', start, end);
    start = end + 1;
    if (text.trim() === '') continue;
    const place = `${source}, line ${line}`;
    const record = parseJson(text, place, mend);
    if (!isObject(record)) throw new InputError(`${place}: is no record ({"name": value}), ${mend}`);
    checkDepth(record, place);
    collector.add(flatRecord(record));
    records += 1;
  }
  if (records === 0) throw new InputError(`${source}: holds no records, ${mend}`);
  return collector.table();
}
