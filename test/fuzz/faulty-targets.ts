import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FuzzTarget } from './target.ts';

const SEED = Buffer.from('a whole input');

/** Takes its seed, and does something that no reader may do with anything else. */
const faulty = (name: string, fault: (folder: string) => unknown): FuzzTarget => ({
  name,
  seeds: () => [SEED],
  read: (bytes, folder) => (SEED.equals(bytes) ? undefined : fault(folder)),
});

const held: unknown[] = [];

export const TARGETS: readonly FuzzTarget[] = [
  faulty('throws', () => (undefined as unknown as { x: number }).x),
  faulty('loops', () => {
    for (;;);
  }),
  faulty('hoards', () => {
    for (;;) held.push(Array.from({ length: 1e5 }, (_, i) => ({ i })));
  }),
  faulty('fills buffers', () => held.push(new Uint8Array(4e8).fill(1))),
  faulty('writes elsewhere', () => writeFileSync(join(tmpdir(), `nasprobe-fuzz-stray-${process.pid}`), '')),
  faulty('runs text', () => new Function('return 1')()),
  faulty('starts a program', () => execFile(process.execPath, ['--version'])),
];
