import { readFileSync } from 'node:fs';

/**
 * Whether a process of this machine goes by this id and runs. One that has ended keeps its id until its parent asks how, which
 * the first process of a container may do late or never: where the system tells (Linux), it is not alive.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    const isOthers = error instanceof Error && 'code' in error && error.code === 'EPERM';
    if (!isOthers) return false;
  }
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return true;
  }
  return !hasEnded(status);
}

/** Proc's states of what has ended. */
const ENDED = new Set(['Z', 'X', 'x']);

/** What Linux says of a process in `/proc/PID/stat`. */
export function hasEnded(status: string): boolean {
  // After the program's name, which is in parentheses and may hold any character.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  const [state, threads] = [fields[0]!, Number(fields[17])];
  // The first thread can be through while another still writes.
  return ENDED.has(state) && threads <= 1;
}
