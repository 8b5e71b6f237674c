import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/input-error.ts';

/** Most files of one source. */
const MOST = 2 ** 20;

/**
 * The files below a folder, in the order of their names. Links are not followed.
 * @throws {InputError} where it cannot be read
 */
export function filesIn(folder: string): string[] {
  try {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (found.length > MOST) throw new InputError(`${folder}: holds more than ${MOST} files`);
    return found;
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${folder} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
