import { InputError } from '../input-error.ts';
import { isObject } from './parse-json.ts';

/** Key of the schema metadata under which a score table keeps its protocol, as JSON. */
export const PROTOCOL_KEY = 'nasprobe';

/** All that decided the scores of a table, as plain JSON. */
export type Protocol = Readonly<Record<string, unknown>>;

/** Fields that may differ between runs of one protocol: they say when and where, not what. */
export const volatileFields: readonly string[] = ['created', 'machine'];

/** The protocol of a table's metadata, undefined where it has none. Throws {@link InputError} where it is damaged. */
export function protocolOf(metadata: ReadonlyMap<string, string>, source: string): Protocol | undefined {
  const text = metadata.get(PROTOCOL_KEY);
  if (text === undefined) return undefined;
  try {
    const protocol: unknown = JSON.parse(text);
    if (isObject(protocol)) return protocol;
  } catch {
    // Told below.
  }
  throw new InputError(
    `${source}: its protocol (schema metadata "${PROTOCOL_KEY}") is damaged, make the table again`,
  );
}

export interface ProtocolDifference {
  /** Path of the field, such as `skeleton.channels`. */
  readonly field: string;
  /** The two values as JSON; `nothing` where there is none. */
  readonly first: string;
  readonly second: string;
}

/** The first field in which two protocols differ, apart from the `ignored` ones at the top; undefined where none does. */
export function protocolDifference(
  first: Protocol,
  second: Protocol,
  ignored: readonly string[] = volatileFields,
): ProtocolDifference | undefined {
  for (const name of new Set([...Object.keys(first), ...Object.keys(second)])) {
    if (ignored.includes(name)) continue;
    const difference = differenceAt(name, member(first, name), member(second, name));
    if (difference) return difference;
  }
  return undefined;
}

function member(object: Protocol, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function differenceAt(field: string, first: unknown, second: unknown): ProtocolDifference | undefined {
  if (isObject(first) && isObject(second)) {
    const inner = protocolDifference(first, second, []);
    return inner && { ...inner, field: `${field}.${inner.field}` };
  }
  const [a, b] = [spell(first), spell(second)];
  return a === b ? undefined : { field, first: a, second: b };
}

function spell(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(sorted(value));
}

/** The order of an object's members carries no meaning. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
