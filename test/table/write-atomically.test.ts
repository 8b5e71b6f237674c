import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeLeftOvers, temporaryName } from '../../src/table/temporary-name.ts';
import { writeAtomically } from '../../src/table/write-atomically.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('a process that is killed while it writes leaves the old file, and the next writer clears away what else it left', async () => {
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, 'old');
  const module = new URL('../../src/table/write-atomically.ts', import.meta.url).href;
  const program = `import { writeAtomically } from '${module}';
    function* chunks() { yield new Uint8Array(9); process.kill(process.pid, 'SIGKILL'); yield new Uint8Array(9); }
    await writeAtomically(process.argv[1], chunks());`;
  const { signal } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program, path],
    { stdio: 'inherit' },
  );
  expect(signal).toBe('SIGKILL');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(join(path, '..'))).toHaveLength(2);
  await writeAtomically(path, [bytes('new')]);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(join(path, '..'))).toEqual(['table.csv']);
});

it('what others still write, on this machine or on another, and what only looks alike is left alone', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'table.csv');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const living = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    const left = `.table.csv.${hostname()}-${dead}.tmp`;
    const kept = [
      temporaryName(path).slice(folder.length + 1),
      `.table.csv.${hostname()}-${living.pid}.tmp`,
      `.table.csv.another.host-${dead}.tmp`,
      `.other.csv.${hostname()}-${dead}.tmp`,
      `.table.csv.${hostname()}-${dead}.tmp.csv`,
      `.table.csv.${hostname()}-0${dead}.tmp`,
      `.table.csv.${hostname()}-.tmp`,
      `table.csv.${hostname()}-${dead}.tmp`,
    ];
    for (const name of [left, ...kept]) writeFileSync(join(folder, name), '');
    await removeLeftOvers(path);
    expect(readdirSync(folder).sort()).toEqual(kept.sort());
  } finally {
    living.kill();
  }
});
