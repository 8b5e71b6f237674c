import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal } from '../../src/run/journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('gives back what was added under its key, whatever byte it was cut at', () => {
  const path = join(folder, 'finished.jsonl');
  const journal = openJournal<string>(path, 'a');
  for (const entry of ['eins', 'zwei', 'drei ✓']) journal.add(entry);
  openJournal<string>(path, 'b').add('not ours');
  const whole = readFileSync(path);
  expect(openJournal<string>(path, 'a').entries).toEqual(['eins', 'zwei', 'drei ✓']);
  const ends = [...whole.keys()].filter((at) => whole[at] === 10);
  for (let length = whole.length; length >= 0; length -= 1) {
    truncateSync(path, length);
    // A line that lacks its end only is whole.
    const lines = ends.filter((end) => end <= length).length;
    expect(openJournal<string>(path, 'a').entries.length).toBe(Math.min(3, lines));
    if (readFileSync(path).length < length) truncateSync(path, readFileSync(path).length);
  }
});

it('drops a torn last line, and goes on behind the whole ones', () => {
  const path = join(folder, 'finished.jsonl');
  openJournal<number>(path, 'a').add(1);
  appendFileSync(path, '0123456789abcdef {"of":"a","entr');
  const journal = openJournal<number>(path, 'a');
  journal.add(2);
  expect(openJournal<number>(path, 'a').entries).toEqual([1, 2]);
  journal.remove();
  expect(openJournal<number>(path, 'a').entries).toEqual([]);
});
