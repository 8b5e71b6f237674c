import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './is-alive.ts';

/**
 * What a file is called while it is written: beside what it will be, by machine and process, so that whoever finds it can
 * tell whether it is still being written.
 */
export function temporaryName(path: string): string {
  return join(dirname(path), `${prefixOf(path)}${process.pid}.tmp`);
}

/** Removes what processes of this machine that are gone have left of this file: they were killed while they wrote it. */
export async function removeLeftOvers(path: string): Promise<void> {
  const folder = dirname(path);
  const prefix = prefixOf(path);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const pid = /^([1-9]\d*)\.tmp$/.exec(name.slice(prefix.length))?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(folder, name), { force: true }).catch(() => {});
  }
}

const prefixOf = (path: string): string => `.${basename(path)}.${hostname()}-`;
