import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The bytes of a file that only a path makes. */
export async function madeBy(name: string, make: (path: string) => unknown): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'nasprobe-fuzz-seed-'));
  try {
    const path = join(folder, name);
    await make(path);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
