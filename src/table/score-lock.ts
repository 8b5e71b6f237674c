import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { InputError } from '../input-error.ts';
import { isAlive } from './is-alive.ts';
import { isObject } from './parse-json.ts';
import { outputError } from './write-atomically.ts';

/** Locks that this process holds: its own id in a lock says nothing, ids are used again. */
const held = new Set<string>();

/** How long a holder may still need to go, in milliseconds: that of a run whose supervisor was killed just now. */
const LAST_GASP = 1000;
const LOOK_AGAIN = 25;

/** An unreadable lock that is younger than this may be one that is being written, in milliseconds. */
const GRACE = 5000;

/**
 * Locks an output for this process by the file `PATH.lock`, and returns what releases it. A lock whose process is
 * gone from this host is taken over. Throws {@link InputError} where another process holds it.
 */
export async function lockOutput(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  if (held.has(lock))
    throw new InputError(`${path}: is being written by this process already, use another output`);
  const own = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() });
  const until = Date.now() + LAST_GASP;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await writeFile(lock, own, { flag: 'wx' });
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A full disk gives the name and takes no word.
      if (code === 'ENOSPC') await rm(lock, { force: true });
      if (code !== 'EEXIST') throw outputError(path, error);
    }
    const found = await readFile(lock, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const holder = await holderOf(lock, found);
    if (holder !== undefined && Date.now() < until) {
      await setTimeout(LOOK_AGAIN);
      attempt -= 1;
      continue;
    }
    if (holder !== undefined || attempt >= 3) {
      throw new InputError(
        `${path}: is being written by ${holder ?? 'another process'}, wait for it, or remove ${lock} if it is gone`,
      );
    }
    await removeStale(lock, found);
  }
  held.add(lock);
  return async () => {
    held.delete(lock);
    if ((await readFile(lock, 'utf8').catch(() => undefined)) === own) await rm(lock, { force: true });
  };
}

/** Who holds the lock, in words; undefined where nobody does any more. */
async function holderOf(lock: string, text: string): Promise<string | undefined> {
  const { pid, host } = parseLock(text);
  if (pid === undefined || host === undefined) {
    const age = Date.now() - ((await stat(lock).catch(() => undefined))?.mtimeMs ?? 0);
    return age < GRACE ? 'another process that is just starting' : undefined;
  }
  if (host !== hostname()) return `process ${pid} on ${host}`;
  return pid !== process.pid && isAlive(pid) ? `process ${pid}` : undefined;
}

function parseLock(text: string): { pid?: number; host?: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value) && Number.isInteger(value.pid) && typeof value.host === 'string') {
      return { pid: value.pid as number, host: value.host };
    }
  } catch {
    // An empty or torn lock, left by a process that was killed while it wrote it.
  }
  return {};
}

/** Of several processes that find one stale lock, the rename lets exactly one remove it. */
async function removeStale(lock: string, stale: string): Promise<void> {
  const aside = `${lock}.${process.pid}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  const taken = await readFile(aside, 'utf8').catch(() => undefined);
  // Another process was quicker, and what was moved is its new lock: put it back.
  if (taken !== undefined && taken !== stale) await writeFile(lock, taken, { flag: 'wx' }).catch(() => {});
  await rm(aside, { force: true });
}
