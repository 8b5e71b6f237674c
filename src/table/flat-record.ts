import { isObject } from './parse-json.ts';

/**
 * A JSON object as one row: members of an object in it come up as `outer.inner`, one level; deeper ones stay as they
 * are. An architecture that `score --json` wrote (its `scores` are outcomes) becomes a row of a score table: a column
 * a proxy, and the outcomes that are not ok in `problems`.
 */
export function flatRecord(record: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [name, value] of Object.entries(record)) {
    if (name === 'scores' && isOutcomes(value)) addScores(value, flat);
    else if (isObject(value))
      for (const [inner, item] of Object.entries(value)) flat.set(`${name}.${inner}`, item);
    else flat.set(name, value);
  }
  return flat;
}

type LooseOutcome = Record<string, unknown> & { readonly status: string };

function isOutcomes(value: unknown): value is Record<string, LooseOutcome> {
  return (
    isObject(value) && Object.values(value).every((item) => isObject(item) && typeof item.status === 'string')
  );
}

function addScores(scores: Readonly<Record<string, LooseOutcome>>, flat: Map<string, unknown>): void {
  const problems: [string, unknown][] = [];
  for (const [proxy, outcome] of Object.entries(scores)) {
    flat.set(proxy, outcome.status === 'ok' || outcome.status === 'nonfinite' ? outcome.value : null);
    if (outcome.status !== 'ok') problems.push([proxy, outcome]);
  }
  flat.set('problems', problems.length > 0 ? JSON.stringify(Object.fromEntries(problems)) : null);
}
