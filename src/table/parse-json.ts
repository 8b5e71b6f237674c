import { InputError } from '../input-error.ts';

/** A string of JSON, or a bare word that Python's json module writes and JSON has not. */
const stringOrBareNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g;

/** Values nested deeper than this are no table's. */
const MAX_DEPTH = 200;

/**
 * Parses JSON, bare NaN and Infinity as their text. Throws {@link InputError} on anything else; `place` opens its
 * message, `mend` closes it.
 */
export function parseJson(text: string, place: string, mend: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 120) : String(error);
    throw new InputError(`${place}: is not JSON (${reason}), ${mend}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    const spelled = text.replaceAll(stringOrBareNumber, (token) =>
      token.startsWith('"') ? token : `"${token}"`,
    );
    return JSON.parse(spelled);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Throws {@link InputError} on a value nested so deeply that writing it out again could overflow the stack. */
export function checkDepth(value: unknown, place: string): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH)
      throw new InputError(`${place}: is nested deeper than ${MAX_DEPTH} levels, flatten it`);
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
}
