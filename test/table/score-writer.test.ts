import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { outcomesOf } from '../../src/table/outcomes-of.ts';
import { readTable } from '../../src/table/read-table.ts';
import { openScoreFile, type ScoreFile, type ScoreFileOptions } from '../../src/table/score-writer.ts';
import { refusal } from './refusal.ts';
import { plainColumns } from './same-table.ts';
import { makeRows, options } from './score-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A finished table of `total` rows, flushed after every `portion` rows. */
async function run(path: string, total: number, portion: number, given = options): Promise<Buffer> {
  const file = await openScoreFile(path, given);
  for (let at = file.rowsDone; at < total; at += portion) {
    await file.append(makeRows(at, Math.min(at + portion, total)));
    await file.flush();
  }
  await file.finish();
  await file.close();
  return readFileSync(path);
}

/**
 * Cuts the file between the look at it and the n-th write from now on, each of which begins by cutting off what it
 * writes over: no one can look again without a moment in between.
 */
async function cutBeforeWrite(path: string, n: number, cut: (length: number) => number): Promise<void> {
  const probe = await open(path);
  const handle = Object.getPrototypeOf(probe) as { truncate(length: number): Promise<void> };
  await probe.close();
  const { truncate } = handle;
  let writes = 0;
  vi.spyOn(handle, 'truncate').mockImplementation(function (this: unknown, length) {
    writes += 1;
    if (writes === n) truncateSync(path, cut(length));
    return truncate.call(this, length);
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the score file', () => {
  it('keeps every outcome, and is valid Arrow at rest after every flush', async () => {
    const path = join(temporaryFolder(), 's.arrow');
    const rows = makeRows(0, 30);
    const file = await openScoreFile(path, options);
    expect(file.rowsDone).toBe(0);
    for (let at = 0; at < 30; at += 10) {
      await file.append(rows.slice(at, at + 10));
      await file.flush();
      expect(arrow.tableFromIPC(readFileSync(path)).numRows).toBe(at + 10);
    }
    await file.finish();
    await file.close();
    const table = await readTable(path);
    expect(table.columns.map(({ name }) => name)).toEqual([
      'arch',
      'index',
      'synflow',
      'zen',
      'seconds',
      'problems',
    ]);
    expect(JSON.parse(table.metadata.get('nasprobe')!)).toEqual(options.protocol);
    expect(plainColumns(table).arch).toEqual(rows.map(({ arch }) => arch));
    const outcomes = outcomesOf(table, options.columns);
    rows.forEach((row, i) => {
      for (const proxy of options.columns) expect(outcomes.get(proxy)![i]).toEqual(row.scores[proxy]);
    });
    expect(plainColumns(table).zen!.slice(0, 5)).toEqual(['-0', '-Infinity', null, null, -5]);
    expect(readdirSync(join(path, '..'))).toEqual(['s.arrow']);
    const read = arrow.tableFromIPC(readFileSync(path));
    expect(read.schema.fields.map((field) => `${field.name} ${field.type} ${field.nullable}`)).toEqual([
      'arch Utf8 false',
      'index Int32 false',
      'synflow Float64 true',
      'zen Float64 true',
      'seconds Float64 false',
      'problems Utf8 true',
    ]);
    expect(read.getChild('zen')!.get(2)).toBe(null);
    expect(read.getChild('zen')!.get(1)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('has the same bytes however the run was cut up', async () => {
    const folder = temporaryFolder();
    const total = 9000;
    const whole = await run(join(folder, 'a.arrow'), total, total);
    expect((await run(join(folder, 'b.arrow'), total, 97)).equals(whole)).toBe(true);
    const path = join(folder, 'c.arrow');
    let done = 0;
    for (const portion of [1, 4095, 4097, 300]) {
      const file = await openScoreFile(path, options);
      expect(file.rowsDone).toBe(done);
      const archs = [...file.archsDone()].flat();
      expect(archs).toEqual(makeRows(0, done).map(({ arch }) => arch));
      await file.append(makeRows(done, done + portion));
      done += portion;
      // Closing writes what was not flushed.
      await file.close();
    }
    expect((await run(path, total, 500)).equals(whole)).toBe(true);
  });

  it('has nothing to do on a finished file, and leaves its bytes', async () => {
    const path = join(temporaryFolder(), 's.arrow');
    const whole = await run(path, 5000, 100);
    const { mtimeMs } = statSync(path);
    const file = await openScoreFile(path, {
      ...options,
      protocol: { ...options.protocol, machine: 'another' },
    });
    expect(file.rowsDone).toBe(5000);
    await file.close();
    expect(readFileSync(path).equals(whole)).toBe(true);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
  });

  it('recovers a whole-row prefix from a cut anywhere, and finishes to the same bytes', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 's.arrow');
    const whole = await run(join(folder, 'whole.arrow'), 8, 8);
    const file = await openScoreFile(path, options);
    const ends: number[] = [];
    const sizes = new Set<number>();
    for (const [from, to] of [
      [0, 1],
      [1, 4],
      [4, 6],
    ] as const) {
      await file.append(makeRows(from, to));
      await file.flush();
      sizes.add(statSync(path).size);
    }
    await file.close();
    const running = readFileSync(path);
    let last = -1;
    for (let length = 0; length <= running.length; length += 3) {
      writeFileSync(path, running.subarray(0, length));
      const again = await openScoreFile(path, options);
      const { rowsDone } = again;
      expect([...again.archsDone()].flat()).toEqual(makeRows(0, rowsDone).map(({ arch }) => arch));
      // What is there grows with the length, a whole batch at a time.
      expect([0, 1, 4, 6]).toContain(rowsDone);
      expect(rowsDone).toBeGreaterThanOrEqual(last);
      if (rowsDone > last) ends.push(length);
      last = rowsDone;
      // At rest the file is whole again; every so often, also finish it.
      if (length % 5 === 0 || ends.at(-1) === length) {
        await again.append(makeRows(rowsDone, 8));
        await again.finish();
        await again.close();
        expect(readFileSync(path).equals(whole)).toBe(true);
      } else {
        await again.close();
        expect(arrow.tableFromIPC(readFileSync(path)).numRows).toBe(rowsDone);
      }
    }
    expect(last).toBe(6);
    expect(ends).toHaveLength(4);
  });

  it('recovers where a power failure left zeros, or a batch whose bytes were never written', async () => {
    const path = join(temporaryFolder(), 's.arrow');
    const file = await openScoreFile(path, options);
    await file.append(makeRows(0, 5));
    await file.flush();
    const first = readFileSync(path);
    await file.append(makeRows(5, 9));
    await file.close();
    const second = readFileSync(path);
    const end = second.subarray(0, second.length).lastIndexOf(Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]));
    const begin = first.lastIndexOf(Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]));
    const zeros = Buffer.from(second.subarray(0, end));
    zeros.fill(0, begin);
    const hollow = Buffer.from(second.subarray(0, end));
    hollow.fill(0, end - 64);
    for (const bytes of [zeros, hollow]) {
      writeFileSync(path, bytes);
      const again = await openScoreFile(path, options);
      expect(again.rowsDone).toBe(5);
      await again.close();
    }
    // The same damage before another batch is no torn end: it is refused, and nothing is cut.
    const damaged = Buffer.from(second);
    damaged.fill(0, begin - 64, begin);
    writeFileSync(path, damaged);
    expect(await refusal(openScoreFile(path, options))).toMatch(
      /is damaged at byte \d+, it is left as it is/,
    );
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it.each<[string, Partial<ScoreFileOptions>, RegExp]>([
    ['seed', { protocol: { ...options.protocol, seed: 1 } }, /made with seed = 0, this run has 1/],
    [
      'nested',
      { protocol: { ...options.protocol, skeleton: { cells: 5, channels: 8 } } },
      /made with skeleton\.channels = 16, this run has 8/,
    ],
    [
      'new',
      { protocol: { ...options.protocol, extra: true } },
      /made with extra = nothing, this run has true/,
    ],
    ['columns', { columns: ['zen', 'synflow'] }, /not those of this run/],
  ])('refuses another run: %s', async (_, change, message) => {
    const path = join(temporaryFolder(), 's.arrow');
    const before = await run(path, 10, 3);
    expect(await refusal(openScoreFile(path, { ...options, ...change }))).toMatch(message);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('refuses what is no score file and leaves it as it is', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 's.arrow');
    const fixtures = join(import.meta.dirname, 'fixtures');
    const foreign = [
      Buffer.from('a,b\n1,2\n'),
      Buffer.from('ARROW1\0\0 and then some text that is no message'),
      readFileSync(join(fixtures, 'plain.arrow')),
      readFileSync(join(fixtures, 'stream.arrow')),
      Buffer.from(arrow.tableToIPC(arrow.tableFromArrays({ a: new Float64Array(3) }), 'file')),
    ];
    for (const bytes of foreign) {
      writeFileSync(path, bytes);
      expect(await refusal(openScoreFile(path, options))).toMatch(/left as it is/);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
    mkdirSync(join(folder, 'd.arrow'));
    expect(await refusal(openScoreFile(join(folder, 'd.arrow'), options))).toMatch(/is no file/);
    expect(await refusal(openScoreFile(join(folder, 'no', 's.arrow'), options))).toMatch(
      /folder does not exist/,
    );
    expect(await refusal(openScoreFile(join(folder, 's.csv'), options))).toMatch(
      /appended to an \.arrow file/,
    );
    expect(readdirSync(folder).sort()).toEqual(['d.arrow', 's.arrow']);
  });

  it('begins again where not even the schema is whole', async () => {
    const path = join(temporaryFolder(), 's.arrow');
    writeFileSync(path, '');
    expect((await run(path, 3, 3)).length).toBeGreaterThan(0);
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expect((await readTable(path).catch((error: Error) => error.message)) as string).toMatch(
      /ends before its first row/,
    );
    const file = await openScoreFile(path, options);
    expect(file.rowsDone).toBe(0);
    await file.close();
  });

  it.each([0, 8, 700, -1])(
    'a file that is cut (at %s) just when a batch is written is left cut, and the rows before can be had again',
    async (cut) => {
      const path = join(temporaryFolder(), 's.arrow');
      const whole = await run(join(temporaryFolder(), 'whole.arrow'), 9, 9);
      const file = await openScoreFile(path, options);
      await file.append(makeRows(0, 5));
      await file.flush();
      const size = statSync(path).size;
      await cutBeforeWrite(path, 1, (length) => (cut < 0 ? length - 1000 : cut));
      await file.append(makeRows(5, 9));
      expect(await refusal(file.flush())).toMatch(/was changed by another program while it was written/);
      vi.restoreAllMocks();
      expect(statSync(path).size).toBeLessThanOrEqual(cut < 0 ? size : cut);
      await refusal(file.close());
      expect((await run(path, 9, 9)).equals(whole)).toBe(true);
    },
  );

  // A long protocol makes a footer dear: it is written at the end alone.
  const dear = { ...options, protocol: { ...options.protocol, note: 'x'.repeat(2 ** 17) } };
  it.each([
    ['a flush', 2, options, (file: ScoreFile) => file.flush()],
    ['the end of a run', 1, dear, (file: ScoreFile) => file.finish()],
    ['the close', 1, dear, (file: ScoreFile) => file.close()],
  ])(
    'a file that is cut just when the footer of %s is written is left cut, and its rows can be had again',
    async (_, write, given, act) => {
      const path = join(temporaryFolder(), 's.arrow');
      const whole = await run(join(temporaryFolder(), 'whole.arrow'), 9, 9, given);
      const file = await openScoreFile(path, given);
      await file.append(makeRows(0, 9));
      if (given === dear) await file.flush();
      let left = 0;
      await cutBeforeWrite(path, write, (length) => {
        left = length - 100;
        return left;
      });
      expect(await refusal(act(file))).toMatch(/was changed by another program while it was written/);
      vi.restoreAllMocks();
      expect(left).toBeGreaterThan(0);
      expect(statSync(path).size).toBeLessThanOrEqual(left);
      await file.close().catch(() => {});
      expect((await run(path, 9, 9, given)).equals(whole)).toBe(true);
    },
  );

  it('follows a link and keeps it', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'target.arrow');
    const link = join(folder, 'link.arrow');
    await run(target, 3, 3);
    symlinkSync(target, link);
    await run(link, 6, 2);
    expect((await readTable(target)).rows).toBe(6);
    expect(readFileSync(link).equals(readFileSync(target))).toBe(true);
  });

  it.skipIf(process.getuid?.() === 0)(
    'tells of a folder that may not be written, before any work',
    async () => {
      const folder = temporaryFolder();
      chmodSync(folder, 0o500);
      expect(await refusal(openScoreFile(join(folder, 's.arrow'), options))).toMatch(/may not be written/);
      chmodSync(folder, 0o700);
    },
  );

  it('keeps calls that are not waited for in order', async () => {
    const path = join(temporaryFolder(), 's.arrow');
    const file = await openScoreFile(path, options);
    const calls = Array.from({ length: 20 }, (_, i) => [
      file.append(makeRows(i, i + 1)),
      i % 3 === 0 ? file.flush() : undefined,
    ]);
    await Promise.all(calls.flat());
    await file.finish();
    await file.close();
    expect(plainColumns(await readTable(path)).index).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('writes footers that do not outgrow the rows', async () => {
    const path = join(temporaryFolder(), 's.arrow');
    const file = await openScoreFile(path, options);
    for (let i = 0; i < 400; i += 1) {
      await file.append(makeRows(i, i + 1));
      await file.flush();
    }
    await file.close();
    expect(arrow.tableFromIPC(readFileSync(path)).numRows).toBe(400);
  });
});
