import { InputError } from '../input-error.ts';
import { duplicateKey } from './duplicate-key.ts';
import { type Dtype, dtypeBytes, elementCount } from './tensor.ts';

/** The largest header that the format allows, in bytes. */
export const MAX_HEADER = 100_000_000;
const MAX_RANK = 32;
const MAX_TENSORS = 1_000_000;

/** Where a tensor lies, in bytes from the end of the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Parses a safetensors header against the `dataBytes` that follow it, and checks all that the format demands: known
 * types, byte ranges that fit shape and type, and that follow each other without gap or overlap to the end.
 * Entries come in the order of their bytes. Throws {@link InputError} naming file and tensor.
 */
export function parseHeader(text: string, dataBytes: number, path: string): TensorEntry[] {
  const again = 'save the file again with the safetensors library';
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw new InputError(`${path}: its header is not JSON, it is damaged or no safetensors file: ${again}`);
  }
  if (!isObject(header) || !text.startsWith('{')) {
    throw new InputError(`${path}: its header is no JSON object, ${again}`);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined)
    throw new InputError(`${path}: names "${oneLine(twice)}" twice in its header, rename one of them`);
  const { __metadata__: metadata, ...tensors } = header;
  if (
    metadata !== undefined &&
    !(isObject(metadata) && Object.values(metadata).every((v) => typeof v === 'string'))
  ) {
    throw new InputError(`${path}: its __metadata__ is no object of texts, remove it or ${again}`);
  }
  const names = Object.keys(tensors);
  if (names.length > MAX_TENSORS)
    throw new InputError(`${path}: holds more than ${MAX_TENSORS} tensors, split it`);
  const entries = names.map((name) => parseEntry(name, tensors[name], path, again));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== at) {
      const how = begin < at ? 'overlaps the one before it' : 'leaves a gap before it';
      throw new InputError(
        `${path}, tensor "${oneLine(name)}": ${how} (begins at byte ${begin}, due ${at}), ${again}`,
      );
    }
    at = end;
  }
  if (at !== dataBytes) {
    const how = at > dataBytes ? 'it is truncated: fetch it again' : `bytes are left over: ${again}`;
    throw new InputError(`${path}: holds ${dataBytes} bytes of data where its header says ${at}, ${how}`);
  }
  return entries;
}

function parseEntry(name: string, value: unknown, path: string, again: string): TensorEntry {
  const refuse = (what: string): InputError =>
    new InputError(`${path}, tensor "${oneLine(name)}": ${what}, ${again}`);
  if (name === '__proto__') throw new InputError(`${path}: a tensor is named "__proto__", rename it`);
  if (!isObject(value)) throw refuse('its entry is no object');
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !isDtype(dtype)) {
    const known = Object.keys(dtypeBytes).join(', ');
    throw new InputError(
      `${path}, tensor "${oneLine(name)}": its dtype is ${oneLine(JSON.stringify(dtype) ?? 'missing')}, convert it to one of ${known}`,
    );
  }
  if (!isCounts(shape) || shape.length > MAX_RANK) {
    throw refuse(`its shape is no list of at most ${MAX_RANK} sizes`);
  }
  if (!isCounts(offsets) || offsets.length !== 2) throw refuse('its data_offsets are no two byte positions');
  const [begin, end] = offsets as [number, number];
  const elements = elementCount(shape);
  if (!Number.isSafeInteger(elements)) throw refuse('it has more than 2^53 elements');
  if (end - begin !== elements * dtypeBytes[dtype]) {
    throw refuse(
      `${dtype} of shape [${shape.join(', ')}] takes ${elements * dtypeBytes[dtype]} bytes where its range has ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

function isDtype(text: string): text is Dtype {
  return Object.hasOwn(dtypeBytes, text);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name fit for a message of one line. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
