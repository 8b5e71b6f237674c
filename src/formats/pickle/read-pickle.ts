import type { ByteReader } from '../byte-reader.ts';
import { type PicklePath, TAKEN } from './frame.ts';
import { type Harvest, PickleMachine } from './machine.ts';
import { PickleDict, type PickleValue } from './values.ts';

/**
 * The value of one pickle (protocols 0 to 5), as plain data. Nothing is looked up and nothing is called: of a short list
 * of harmless names (OrderedDict, NumPy's arrays and scalars, tensors as a mere mention) data are made, every other name
 * is refused.
 * @throws {InputError} on a damaged pickle, a name that is not on the list, and beyond the limits of size and depth
 */
export function readPickle(reader: ByteReader): PickleValue {
  return new PickleMachine(reader).run();
}

/**
 * Reads a pickle whose bulk is one dictionary, at `path` from the whole (`[]`: it is the whole): hands over its items one
 * by one as they are complete and keeps none, so that memory does not grow with their number. An item is handed over
 * before what follows the dictionary in the file is known. Returns the whole without them; where there is no such key nothing is
 * handed over.
 * @throws {InputError} as {@link readPickle} does, where something else is at the path, and where a later part refers back to a large
 * part of an item that has been handed over
 */
export function harvestPickle(
  reader: ByteReader,
  path: PicklePath,
  { isKey, take }: Omit<Harvest, 'at'>,
): PickleValue {
  const at = (found: PicklePath): boolean =>
    found.length === path.length && found.every((key, i) => key === path[i]);
  const whole = new PickleMachine(reader, { at, isKey, take }).run();
  let inner: PickleValue | undefined = whole;
  for (const key of path) inner = inner instanceof PickleDict ? inner.get(key) : undefined;
  if (inner === undefined) return whole;
  if (!(inner instanceof PickleDict)) {
    throw reader.damaged(
      path.length === 0 ? 'is no dictionary' : `${JSON.stringify(path.join('.'))} is no dictionary`,
    );
  }
  for (const [key, value] of inner.entries()) if (value !== TAKEN) take(key, value);
  return whole;
}
