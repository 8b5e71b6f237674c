import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMerge } from '../../src/cli/merge.ts';
import { InputError } from '../../src/input-error.ts';
import { fromCsv } from '../../src/table/from-csv.ts';
import { mergeFiles } from '../../src/table/merge-files.ts';
import { mergeTables } from '../../src/table/merge-tables.ts';
import { protocolOf } from '../../src/table/protocol.ts';
import { readTable } from '../../src/table/read-table.ts';
import type { ScoreRow } from '../../src/table/score-rows.ts';
import { openScoreFile } from '../../src/table/score-writer.ts';
import { plainColumns } from './same-table.ts';
import { makeRows, options } from './score-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function write(
  path: string,
  rows: readonly ScoreRow[],
  protocol: Record<string, unknown> = {},
): Promise<string> {
  const file = await openScoreFile(path, { ...options, protocol: { ...options.protocol, ...protocol } });
  await file.append(rows);
  await file.finish();
  await file.close();
  return path;
}

/** A plan in an order that is not the index's. */
const plan = (total: number): ScoreRow[] =>
  makeRows(0, total).sort((a, b) => ((a.index * 7919) % 10_007) - ((b.index * 7919) % 10_007));

async function shards(folder: string, total: number, of: number): Promise<string[]> {
  const rows = plan(total);
  return Promise.all(
    Array.from({ length: of }, (_, i) => {
      const part = rows.filter((__, row) => row % of === i);
      return write(join(folder, `${i + 1}.arrow`), part, { shard: { index: i + 1, of } });
    }),
  );
}

describe('merge', () => {
  it('makes the bytes of an undivided run from its shards, in any order, some twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(),
        async (total, of, turn) => {
          const folder = temporaryFolder();
          const whole = readFileSync(await write(join(folder, 'whole.arrow'), plan(total)));
          const files = await shards(folder, total, of);
          const turned = [...files.slice(turn % of), ...files.slice(0, turn % of), files[0]!];
          const { rows, notes } = await mergeFiles(turned, join(folder, 'out.arrow'));
          expect(notes).toEqual([]);
          expect(rows).toBe(total);
          expect(readFileSync(join(folder, 'out.arrow')).equals(whole)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('can be resumed like the undivided run where the shards have no gap', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out.arrow');
    await mergeFiles(await shards(folder, 10, 3), out);
    const file = await openScoreFile(out, options);
    expect(file.rowsDone).toBe(10);
    await file.close();
  });

  it('keeps the order and tells what is missing where a shard is', async () => {
    const folder = temporaryFolder();
    const [first, , third] = await shards(folder, 10, 3);
    const out = join(folder, 'out.arrow');
    const { notes } = await mergeFiles([third!, first!], out);
    expect(notes).toEqual(['missing shards: 2/3']);
    const table = await readTable(out);
    const kept = plan(10).filter((_, row) => row % 3 !== 1);
    expect(plainColumns(table).arch).toEqual(kept.map(({ arch }) => arch));
    expect(protocolOf(table.metadata, out)!.shard).toEqual({ merged: ['3/3', '1/3'] });
    await expect(openScoreFile(out, options)).rejects.toThrow(/made with shard/);
  });

  it('orders by index where the parts are of different divisions', async () => {
    const folder = temporaryFolder();
    const a = await write(join(folder, 'a.arrow'), makeRows(5, 9), { shard: { index: 1, of: 2 } });
    const b = await write(join(folder, 'b.arrow'), makeRows(0, 6), { shard: { index: 1, of: 3 } });
    await mergeFiles([a, b], join(folder, 'out.csv'));
    expect(plainColumns(await readTable(join(folder, 'out.csv'))).index).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('refuses another protocol, another score, and a table without protocol among others', async () => {
    const folder = temporaryFolder();
    const a = await write(join(folder, 'a.arrow'), makeRows(0, 4));
    const seed = await write(join(folder, 'b.arrow'), makeRows(4, 8), { seed: 3 });
    await expect(mergeFiles([a, seed], join(folder, 'o.arrow'))).rejects.toThrow(
      new InputError(`${seed}: was made with seed = 3, ${a} with 0: merge shards of one run`),
    );
    const [row] = makeRows(2, 3);
    const changed = { ...row!, scores: { ...row!.scores, synflow: { status: 'ok' as const, value: 9 } } };
    const other = await write(join(folder, 'c.arrow'), [changed], { shard: { index: 2, of: 2 } });
    await expect(mergeFiles([a, other], join(folder, 'o.arrow'))).rejects.toThrow(
      /\|op~2\|ü has another "synflow" than in/,
    );
    writeFileSync(join(folder, 'd.csv'), 'arch\nx\n');
    await expect(mergeFiles([a, join(folder, 'd.csv')], join(folder, 'o.arrow'))).rejects.toThrow(
      /d\.csv: has no protocol/,
    );
    await expect(mergeFiles([a], join(folder, 'o.parquet'))).rejects.toThrow(/is written as \.arrow/);
  });

  it('stacks other tables whose columns agree, in any order of columns', () => {
    const csv = (text: string, name: string) => fromCsv(Buffer.from(text), name);
    const { table } = mergeTables([
      csv('arch,acc\na,1\nb,\n', 'a.csv'),
      csv('acc,arch\n3,c\n1,a\n', 'b.csv'),
    ]);
    expect(plainColumns(table)).toEqual({ arch: ['a', 'b', 'c'], acc: [1, null, 3] });
    const merge = (second: string) => () =>
      mergeTables([csv('arch,acc\na,1\n', 'a.csv'), csv(second, 'b.csv')]);
    expect(merge('arch,f\na,1\n')).toThrow('b.csv: has no column "acc"');
    expect(merge('arch,acc\na,x\n')).toThrow('b.csv: column "acc" holds text');
    expect(merge('arch,acc\na,2\n')).toThrow('b.csv: a has another "acc" than in a.csv');
  });

  it('is a command', async () => {
    const folder = temporaryFolder();
    const files = await shards(folder, 5, 2);
    const program = new Command();
    addMerge(program.command('merge'));
    await program.parseAsync(['node', 'nasprobe', 'merge', ...files, '--out', join(folder, 'o.jsonl.gz')]);
    expect((await readTable(join(folder, 'o.jsonl.gz'))).rows).toBe(5);
  });
});
