import type { FileHandle } from 'node:fs/promises';

const STEP = 2 ** 16;

/**
 * Where the last byte before `end` lies that is not zero; -1 where there is none. A file that was cut and grows again is zero
 * from the cut on: where this byte stands, nothing before it was lost, and after it there is nothing but zeros to lose.
 */
export async function lastNonzero(file: FileHandle, end: number): Promise<number> {
  const buffer = new Uint8Array(Math.min(STEP, end));
  for (let to = end; to > 0; to -= STEP) {
    const from = Math.max(0, to - STEP);
    const { bytesRead } = await file.read(buffer, 0, to - from, from);
    const found = buffer.subarray(0, bytesRead).findLastIndex((byte) => byte !== 0);
    if (found >= 0) return from + found;
  }
  return -1;
}
