import { basename, dirname, relative } from 'node:path';
import { ByteReader } from '../../src/formats/byte-reader.ts';
import { fileAccess, readZip } from '../../src/formats/zip/read-zip.ts';
import { isObject, parseJson } from '../../src/table/parse-json.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { archColumns } from './arch-of.ts';
import { genotypeOf } from './genotype-of.ts';
import type { Importer, Row } from './importer.ts';
import { numberIn } from './json-items.ts';
import { strange } from './pickle-parts.ts';

const RESULTS = /^results_\d+\.json$/;
/** Bytes of one file of results. */
const MOST = 2 ** 24;

/** Field of the last epoch's information: the column's name. */
const LAST = {
  train_accuracy: 'train_acc',
  val_accuracy: 'valid_acc',
  train_cross_entropy: 'train_cross_entropy',
  val_cross_entropy: 'valid_cross_entropy',
  model_parameters: 'params',
  epochs: 'epochs',
} as const;

function rowOf(reader: ByteReader, index: number, folder: string): Row {
  const place = reader.source;
  const text = Buffer.from(reader.rest(MOST)).toString('utf8');
  const result = parseJson(text, place, 'give the official file');
  if (!isObject(result) || !isObject(result.optimized_hyperparamater_config))
    throw strange(place, 'has no optimized_hyperparamater_config');
  const config = result.optimized_hyperparamater_config;
  const arch = genotypeOf(config);
  if (arch === undefined) throw strange(place, 'its configuration is no genotype of DARTS');
  const row: Record<string, RowValue> = {
    ...archColumns('darts', index, arch, place, 'none'),
    found_by: folder,
    channels: numberIn(config['NetworkSelectorDatasetInfo:darts:init_channels']),
    layers: numberIn(config['NetworkSelectorDatasetInfo:darts:layers']),
    budget: numberIn(result.budget),
    train_seconds: numberIn(result.runtime),
    test_acc: numberIn(result.test_accuracy),
  };
  const info: unknown = Array.isArray(result.info) ? result.info.at(-1) : undefined;
  if (isObject(info)) for (const [field, name] of Object.entries(LAST)) row[name] = numberIn(info[field]);
  if (isObject(result.learning_curves)) {
    for (const [name, curve] of Object.entries(result.learning_curves))
      if (isNumbers(curve)) row[`${name.replace(/^Train\//, '')}_curve`] = curve;
  }
  return row;
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number');

/** NAS-Bench-301's training data: some 60,000 networks of the DARTS space, a JSON file each. */
export const nasbench301: Importer = {
  id: 'nasbench301',
  title: 'NAS-Bench-301, the trained networks behind the surrogate',
  files: 'a folder or a .zip of results_*.json, in a folder for each optimiser',
  cite: 'Zela et al., "Surrogate NAS Benchmarks: Going Beyond the Limited Search Spaces of Tabular NAS Benchmarks", ICLR 2022',
  licence: 'as its home states',
  home: 'https://github.com/automl/nasbench301',
  notes:
    'Accuracy in percent on CIFAR-10, cross entropy in nats, training in seconds. found_by is the folder, which names the optimiser; the benchmark has no index, so it is the place in the order of names.',
  recognises: ({ name, isFolder }) => !isFolder && /(nasbench_?301|nb_?301).*\.zip$/i.test(name),
  parts: {
    names: RESULTS,
    row: (file, index, folder) =>
      rowOf(new ByteReader(file.content(), file.path), index, relative(folder, dirname(file.path))),
  },
  read(file, add) {
    const { path } = file;
    file.requireUnpacked();
    const entries = readZip(fileAccess(path))
      .filter(({ name }) => RESULTS.test(basename(name)))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (entries.length === 0) throw strange(path, 'holds no results_*.json');
    for (const [index, { name, open }] of entries.entries())
      add(rowOf(new ByteReader(open(), `${path} (${JSON.stringify(name)})`), index, dirname(name)));
  },
};
