import { isObject } from '../../src/table/parse-json.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { archColumns, indexIn } from './arch-of.ts';
import type { Importer, Row } from './importer.ts';
import { jsonItems } from './json-items.ts';
import { strange } from './pickle-parts.ts';

/** NASLib's operations of a NAS-Bench-201 edge, in the order of its numbers. */
const OPS = ['skip_connect', 'none', 'nor_conv_3x3', 'nor_conv_1x1', 'avg_pool_3x3'];
/** What NASLib writes where a proxy could not be computed. */
const FAILED = -1e8;
const TUPLE = /^\((\d), ?(\d), ?(\d), ?(\d), ?(\d), ?(\d)\)$/;

/** NASLib numbers the edges by where they come from: 0-1, 0-2, 0-3, 1-2, 1-3, 2-3. */
function cellOf(text: string): string | undefined {
  const numbers = TUPLE.exec(text)?.slice(1).map(Number);
  const ops = numbers?.map((number) => OPS[number]);
  if (ops === undefined || ops.includes(undefined)) return undefined;
  const [a, b, c, d, e, f] = ops;
  return `|${a}~0|+|${b}~0|${d}~1|+|${c}~0|${e}~1|${f}~2|`;
}

function columnsOf(prefix: string, scores: Readonly<Record<string, unknown>>): Record<string, RowValue> {
  const columns: Record<string, RowValue> = {};
  const add = (name: string, value: unknown): void => {
    if (typeof value === 'number') columns[`${prefix}_${name}`] = value === FAILED ? null : value;
  };
  for (const [proxy, value] of Object.entries(scores)) {
    if (!isObject(value)) add(proxy, value);
    else {
      add(proxy, value.score);
      add(`${proxy}_seconds`, value.time);
    }
  }
  return columns;
}

/** NAS-Bench-Suite-Zero: scores of 13 proxies on each data set, computed by NASLib. */
export const zeroCost: Importer = {
  id: 'suite-zero',
  title: 'NAS-Bench-Suite-Zero, precomputed zero-cost proxies',
  files: 'zc_nasbench201.json, zc_nasbench101.json, zc_nasbench301.json, zc_transbench101_{micro,macro}.json',
  cite: 'Krishnakumar et al., "NAS-Bench-Suite-Zero: Accelerating Research on Zero Cost Proxies", NeurIPS 2022 Datasets and Benchmarks',
  licence: 'Apache-2.0',
  home: 'https://github.com/automl/NASLib/tree/zerocost',
  notes:
    'Columns are DATASET_PROXY and DATASET_PROXY_seconds. -1e8, which stands for a failure, is missing here. val_accuracy is as the file has it: on NAS-Bench-201 it is the test accuracy of seed 888.',
  recognises: ({ name }) => /^zc_.*\.json$/i.test(name),
  read(file, add) {
    const { path } = file;
    const rows = new Map<string, Record<string, RowValue>>();
    for (const { keys, value } of jsonItems(file.content(), path, 2)) {
      // Either data set / architecture / proxies, or once more below the space.
      const [dataset, arch] = keys;
      if (dataset === undefined || arch === undefined || !isObject(value))
        throw strange(path, `${JSON.stringify(keys.join(' / '))} holds no scores`);
      const inner = Object.entries(value);
      const nested = inner.every(([, item]) => isObject(item) && !('score' in item));
      const found: [string, string, unknown][] = nested
        ? inner.map(([key, item]) => [arch, key, item])
        : [[dataset, arch, value]];
      for (const [set, text, scores] of found) {
        if (!isObject(scores)) throw strange(path, `${JSON.stringify(text)} has no scores`);
        const row = rows.get(text) ?? {};
        rows.set(text, Object.assign(row, columnsOf(set, scores)));
      }
    }
    let place = 0;
    for (const [text, columns] of rows) {
      add({ ...named(text, place, path), ...columns });
      place += 1;
    }
  },
};

function named(text: string, place: number, path: string): Row {
  const cell = cellOf(text);
  if (cell === undefined) return { index: place, arch: text, canonical: text };
  return {
    ...archColumns('nasbench201', indexIn('nasbench201', cell, `row ${place}`), cell, path),
    naslib: text,
  };
}
