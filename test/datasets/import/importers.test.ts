import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  importBenchmark,
  PROVENANCE_KEY,
  type Provenance,
} from '../../../datasets/import/import-benchmark.ts';
import { findImporter, IMPORTERS, openSource, recogniseImporter } from '../../../datasets/import/index.ts';
import { InputError } from '../../../src/input-error.ts';
import { findColumn, readTable, type Table } from '../../../src/table/index.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const EXPECTED = JSON.parse(readFileSync(join(here, 'expected.json'), 'utf8')) as Readonly<
  Record<string, Rows>
>;

let files = 0;
async function imported(path: string, as?: string): Promise<Table> {
  const source = openSource(path);
  const importer = as === undefined ? recogniseImporter(source) : findImporter(as);
  files += 1;
  const out = join(folder, `${files}.arrow`);
  await importBenchmark(importer, source, { out, version: 'test', follow() {} });
  return readTable(out);
}

const fixture = (name: string, as?: string): Promise<Table> => imported(join(here, 'fixtures', name), as);

/** What the provenance says of a file, by Node's own hash of it. */
const fileOf = (name: string) => ({
  name: basename(name),
  sha256: createHash('sha256')
    .update(readFileSync(join(here, 'fixtures', name)))
    .digest('hex'),
});

const cell = (table: Table, name: string, row: number): unknown => findColumn(table, name)?.values[row];

/** Every expected value of every row, found by the key that the column `by` has there. */
function holds(table: Table, by: string, rows: Rows): void {
  const keys = [...findColumn(table, by)!.values].map(String);
  expect([...keys].sort()).toEqual(Object.keys(rows).sort());
  for (const [key, expected] of Object.entries(rows)) {
    const row = keys.indexOf(key);
    for (const [name, value] of Object.entries(expected)) {
      const found = cell(table, name, row);
      if (typeof value === 'number') expect(found, `${key} ${name}`).toBeCloseTo(value, 9);
      else expect(found, `${key} ${name}`).toEqual(value);
    }
  }
}

describe('importers', () => {
  it.each([
    ['NATS-tss-v1_0-00000-simple', 'index', 'tss'],
    ['NATS-sss-v1_0-00000-simple', 'index', 'sss'],
    ['NAS-Bench-201-v1_1-zip.pth', 'index', 'pth'],
    ['NAS-Bench-201-v1_0-legacy.pth', 'index', 'pth'],
    ['nb201_cifar10_full_training.pickle', 'index', 'naslib'],
    ['nasbench_full.tfrecord', 'hash', 'nasbench101'],
    ['transnas-bench_v10141024.pth', 'arch', 'transnas'],
  ])('%s', async (name, by, key) => {
    holds(await fixture(name), by, EXPECTED[key]!);
  });

  it('NATS-Bench has curves where every epoch was measured, and means over seeds', async () => {
    const table = await fixture('NATS-tss-v1_0-00000-simple');
    expect(cell(table, 'cifar10-valid_x-valid_acc_curve_e20_s888', 0)).toHaveLength(20);
    expect(cell(table, 'canonical', 0)).toEqual(expect.stringContaining('|'));
    const pth = await fixture('NAS-Bench-201-v1_1-zip.pth');
    expect(findColumn(pth, 'cifar10-valid_x-valid_acc_curve_e20_s777')).toBeUndefined();
    expect(cell(pth, 'cifar10-valid_train_acc_curve_e20_s777', 1)).toHaveLength(20);
  });

  it('the meta file of NATS-Bench alone gives the architectures', async () => {
    const path = join(here, 'fixtures', 'NATS-sss-v1_0-00000-simple', 'meta.pickle.pbz2');
    const table = await imported(path);
    expect(findColumn(table, 'arch')!.values).toEqual(['8:8:8:8:8', '8:8:8:8:16']);
  });

  it('NAS-Bench-101 with 108 epochs only', async () => {
    const table = await fixture('nasbench_only108.tfrecord');
    const rows = Object.entries(EXPECTED.nasbench101!).map(([key, row]) => [
      key,
      Object.fromEntries(Object.entries(row).filter(([name]) => !/_e(4|12|36)(_|$)/.test(name))),
    ]);
    holds(table, 'hash', Object.fromEntries(rows) as Rows);
    expect(table.columns.some(({ name }) => name.includes('_e36'))).toBe(false);
  });

  it.each(['nb_301', 'nasbench301_full_data.zip'])('NAS-Bench-301: %s', async (name) => {
    const table = await fixture(name);
    // DARTS keeps two edges a node: by hand from the configuration.
    expect(cell(table, 'arch', 0)).toBe(
      "Genotype(normal=[('skip_connect', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 1), ('dil_conv_3x3', 0), ('dil_conv_5x5', 2), ('sep_conv_3x3', 1), ('skip_connect', 2)], normal_concat=range(2, 6), reduce=[('max_pool_3x3', 0), ('avg_pool_3x3', 1), ('skip_connect', 0), ('dil_conv_5x5', 1), ('sep_conv_3x3', 1), ('sep_conv_5x5', 2), ('sep_conv_3x3', 2), ('dil_conv_3x3', 3)], reduce_concat=range(2, 6))",
    );
    expect([0, 1].map((row) => String(cell(table, 'found_by', row)).replace('nb_301/', ''))).toEqual([
      'bohb',
      'rs',
    ]);
    expect([cell(table, 'valid_acc', 1), cell(table, 'test_acc', 1), cell(table, 'params', 1)]).toEqual([
      92.1, 91.8, 1234567,
    ]);
    expect(cell(table, 'val_accuracy_curve', 0)).toEqual([48, 69, 92.1]);
  });

  it('HW-NAS-Bench', async () => {
    const table = await fixture('HW-NAS-Bench-v1_0.pickle');
    expect(findColumn(table, 'cifar10_edgegpu_latency')!.values).toEqual(Float64Array.of(5.807419, 6.807419));
    expect(findColumn(table, 'cifar100_raspi4_latency')!.values).toEqual(
      Float64Array.of(10.481977, 11.481977),
    );
    expect(cell(table, 'arch', 0)).toBe(EXPECTED.tss!['0']!.arch);
    expect(table.columns.some(({ name }) => name.includes('FC_'))).toBe(false);
  });

  it('LCBench', async () => {
    const table = await fixture('data_2k.json');
    expect(findColumn(table, 'arch')!.values).toEqual(['adult/0', 'adult/1', 'higgs/0', 'higgs/1']);
    expect(cell(table, 'Train/val_accuracy', 1)).toEqual([50, 61]);
    expect([cell(table, 'config_batch_size', 2), cell(table, 'final_test_accuracy', 3)]).toEqual([71, 81.5]);
  });

  it('NAS-Bench-Suite-Zero, where a failure is no number', async () => {
    const table = await fixture('zc_nasbench201.json');
    expect(cell(table, 'arch', 0)).toBe(EXPECTED.tss!['0']!.arch);
    expect([
      cell(table, 'index', 0),
      cell(table, 'cifar10_synflow', 0),
      cell(table, 'cifar100_snip_seconds', 0),
    ]).toEqual([0, 37.5, 2]);
    expect(findColumn(table, 'cifar10_snip')).toBeUndefined();
  });

  it('NAS-Bench-Macro', async () => {
    const table = await fixture('nas-bench-macro_cifar10.json');
    expect(
      ['index', 'params', 'flops', 'test_acc', 'test_acc_r2'].map((name) => cell(table, name, 0)),
    ).toEqual([Number.parseInt('02012100', 3), 890666, 47327744, 89, 88.5]);
  });

  it.each([
    'nas-bench-macro_cifar10.json',
    'zc_nasbench201.json',
    'data_2k.json',
    'HW-NAS-Bench-v1_0.pickle',
    'nb201_cifar10_full_training.pickle',
    'nasbench_full.tfrecord',
  ])('%s inside gzip is the same', async (name) => {
    const packed = join(folder, `${name}.gz`);
    writeFileSync(packed, gzipSync(readFileSync(join(here, 'fixtures', name))));
    const [inside, plain] = [await imported(packed), await fixture(name)];
    expect(inside.columns).toEqual(plain.columns);
    const [file] = (JSON.parse(inside.metadata.get(PROVENANCE_KEY)!) as Provenance).files;
    expect(file!.name).toBe(`${name}.gz`);
  });

  it.each(['NAS-Bench-201-v1_1-zip.pth', 'nasbench301_full_data.zip'])(
    '%s is to be unpacked first',
    async (name) => {
      const packed = join(folder, `${name}.gz`);
      writeFileSync(packed, gzipSync(readFileSync(join(here, 'fixtures', name))));
      await expect(imported(packed)).rejects.toThrow(/is an archive inside gzip, unpack it first: gunzip -k/);
    },
  );

  it('a folder is none of what comes as a file', async () => {
    await expect(imported(join(here, 'fixtures'), 'naslib-nb201')).rejects.toThrow(/is a folder, /);
  });

  it('says where the table comes from', async () => {
    const table = await fixture('nas-bench-macro_cifar10.json');
    const provenance = JSON.parse(table.metadata.get(PROVENANCE_KEY)!) as Provenance;
    expect(provenance).toMatchObject({ benchmark: 'nasbench-macro', licence: 'Apache-2.0' });
    expect(provenance.files).toEqual([fileOf('nas-bench-macro_cifar10.json')]);
  });

  it.each([
    ['NAS-Bench-201-v1_1-zip.pth', ['NAS-Bench-201-v1_1-zip.pth']],
    ['NAS-Bench-201-v1_0-legacy.pth', ['NAS-Bench-201-v1_0-legacy.pth']],
    ['nasbench301_full_data.zip', ['nasbench301_full_data.zip']],
    ['nb_301', ['nb_301/bohb/results_0.json', 'nb_301/rs/results_0.json']],
    [
      'NATS-tss-v1_0-00000-simple',
      ['000000', '000011'].map((n) => `NATS-tss-v1_0-00000-simple/${n}.pickle.pbz2`),
    ],
  ])('the checksums of %s are those of its files', async (name, names) => {
    const { files } = JSON.parse((await fixture(name)).metadata.get(PROVENANCE_KEY)!) as Provenance;
    expect(files).toEqual(names.map(fileOf));
  });

  it('one architecture of NATS-Bench, alone and inside gzip', async () => {
    const path = join(here, 'fixtures/NATS-tss-v1_0-00000-simple/000011.pickle.pbz2');
    const packed = join(folder, '000011.pickle.pbz2.gz');
    writeFileSync(packed, gzipSync(readFileSync(path)));
    const [inside, plain] = [await imported(packed), await imported(path)];
    expect(cell(plain, 'index', 0)).toBe(11);
    expect(inside.columns).toEqual(plain.columns);
  });
});

describe('what is not a benchmark', () => {
  const written = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('is refused in one line, and nothing is left behind', async () => {
    const macro = readFileSync(join(here, 'fixtures', 'nas-bench-macro_cifar10.json'));
    const before = readdirSync(folder).length;
    for (const [name, content, as] of [
      ['a.json', '{"02012100": {"test_acc": 5}}', 'nasbench-macro'],
      ['a.json', macro.subarray(0, 40), 'nasbench-macro'],
      ['a.json', '{}', 'lcbench'],
      ['a.json', '[1]', 'suite-zero'],
      ['a.json', '', 'nasbench101'],
      ['a.json', 'no pickle', 'nasbench201'],
      ['a.json', '\u0080\u0004N.', 'hw-nas-bench'],
    ] as const) {
      await expect(imported(written(name, content), as), `${as} ${content}`).rejects.toThrow(InputError);
    }
    expect(readdirSync(folder).length).toBe(before + 1);
  });

  it('asks which benchmark it is where the name does not say', () => {
    expect(() => recogniseImporter(openSource(written('mine.bin', 'x')))).toThrow(
      /say which with --as: nats-bench, /,
    );
    expect(() => findImporter('nasbench-macr')).toThrow(/did you mean "nasbench-macro"/);
    expect(() => openSource(join(folder, 'absent'))).toThrow(/does not exist/);
    for (const { id } of IMPORTERS) expect(findImporter(id).id).toBe(id);
  });

  it('refuses a training whose index is not the official one', async () => {
    const path = join(here, 'fixtures', 'NATS-tss-v1_0-00000-simple', '000011.pickle.pbz2');
    await expect(imported(written('000012.pickle.pbz2', readFileSync(path)))).rejects.toThrow(
      /says that its index is 11/,
    );
  });
});

const data = new URL('../../../../shared/data/', import.meta.url);

describe.skipIf(!existsSync(data))('real contents', () => {
  const unzipped = (name: string, as: string): string => {
    const path = join(folder, as);
    writeFileSync(path, gunzipSync(readFileSync(fileURLToPath(new URL(name, data)))));
    return path;
  };

  it('NAS-Bench-Macro: all 6,561, the published best', async () => {
    const table = await imported(
      unzipped('nasbench-macro/nas-bench-macro_cifar10.json.gz', 'nas-bench-macro_cifar10.json'),
    );
    expect(table.rows).toBe(6561);
    expect(new Set(findColumn(table, 'index')!.values as Float64Array).size).toBe(6561);
    const accuracy = [...findColumn(table, 'test_acc')!.values] as number[];
    const runs = [1, 2, 3].map((run) => findColumn(table, `test_acc_r${run}`)!.values as Float64Array);
    expect(Math.max(...accuracy)).toBeCloseTo(93.13, 2);
    for (const [row, mean] of accuracy.entries())
      expect((runs[0]![row]! + runs[1]![row]! + runs[2]![row]!) / 3).toBeCloseTo(mean, 9);
  });

  it("NASLib's scores: the architectures by their official index, with the accuracy of seed 888", async () => {
    const table = await imported(unzipped('nasbench201/naslib_zc_491x3.json.gz', 'zc_491.json'));
    const truth = await readTable(fileURLToPath(new URL('nasbench201/nb201_all.csv.gz', data)));
    expect(table.rows).toBe(491);
    for (const [row, index] of [...findColumn(table, 'index')!.values].entries()) {
      expect(cell(table, 'arch', row)).toBe(cell(truth, 'arch', Number(index)));
      expect(cell(table, 'cifar100_val_accuracy', row)).toBeCloseTo(
        Number(cell(truth, 'c100_test_s888', Number(index))),
        1,
      );
    }
  });
});
