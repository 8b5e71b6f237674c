/**
 * Makes the truths of results/spaces.md out of the published tables: for each search space a file ID.csv of `arch` and
 * `accuracy`, drawn from those that the table has.
 *   npx tsx bench/space-truths.ts DATA OUT [--archs 300]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { drawn } from '../src/random/index.ts';
import { findSpace } from '../src/spaces/index.ts';

interface Row {
  readonly arch: string;
  readonly accuracy: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { archs: { type: 'string', default: '300' } },
});
const [data, out] = positionals;
if (data === undefined || out === undefined) throw new Error('give the folders DATA and OUT');

const linesOf = (path: string): string[] =>
  gunzipSync(readFileSync(join(data, path)))
    .toString('utf8')
    .trimEnd()
    .split('\n');

/** Rows of a CSV file whose fields may be in double quotes. */
function rowsOf(path: string, arch: string, accuracy: string): Row[] {
  const [header, ...lines] = linesOf(path).map((line) =>
    line.match(/("[^"]*"|[^,]*)(,|$)/g)!.map((field) => field.replace(/,$/, '').replace(/"/g, '').trim()),
  );
  const [archAt, accuracyAt] = [header!.indexOf(arch), header!.indexOf(accuracy)];
  return lines.map((fields) => ({ arch: fields[archAt]!, accuracy: Number(fields[accuracyAt]) }));
}

/** Published rows by space: the test accuracy where there is one. */
const TRUTHS: Readonly<Record<string, () => Row[]>> = {
  nasbench201: () => rowsOf('nasbench201/nb201_all.csv.gz', 'arch', 'c10_test'),
  'nats-sss': () => rowsOf('natsbench-sss/sss_all.csv.gz', 'channels', 'c10_test'),
  nasbench101: () =>
    linesOf('nasbench101/nb101_archs.jsonl.gz').map((line) => {
      const { matrix, ops, val } = JSON.parse(line);
      return { arch: JSON.stringify({ matrix, ops }), accuracy: 100 * val[3] };
    }),
  darts: () => rowsOf('darts/oncenas_dartsbench_545.csv.gz', 'architecture', 'test_acc50'),
  'transnas-micro': () => rowsOf('transnas101/transnas101_micro.csv.gz', 'arch', 'val_class_object'),
  'transnas-macro': () => rowsOf('transnas101/transnas101_macro.csv.gz', 'arch', 'val_class_object'),
  'nasbench-macro': () =>
    Object.entries<{ mean_acc: number }>(
      JSON.parse(linesOf('nasbench-macro/nas-bench-macro_cifar10.json.gz').join('')),
    ).map(([arch, { mean_acc }]) => ({ arch, accuracy: mean_acc })),
};

for (const [id, read] of Object.entries(TRUTHS)) {
  const space = findSpace(id);
  const rows = read().filter(({ accuracy }) => Number.isFinite(accuracy));
  const picked = drawn(rows, Math.min(Number(values.archs), rows.length), 0, id);
  const lines = picked.map(({ arch, accuracy }) => `"${space.parse(arch)}",${accuracy}`);
  writeFileSync(join(out, `${id}.csv`), `arch,accuracy\n${lines.join('\n')}\n`);
}
