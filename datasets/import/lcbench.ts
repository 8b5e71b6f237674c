import { isObject } from '../../src/table/parse-json.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import type { Importer } from './importer.ts';
import { jsonItems } from './json-items.ts';
import { strange } from './pickle-parts.ts';

/** LCBench: 2,000 configurations of fully connected networks on 35 tables, with curves. */
export const lcbench: Importer = {
  id: 'lcbench',
  title: 'LCBench',
  files: 'data_2k.json, data_2k_lw.json, six_datasets_lw.json, bench_full.json',
  cite: 'Zimmer et al., "Auto-PyTorch Tabular: Multi-Fidelity MetaLearning for Efficient and Robust AutoDL", TPAMI 2021',
  licence: 'as its home states',
  home: 'https://github.com/automl/LCBench',
  notes:
    'One row a training: dataset, config (its number), the configuration as config_NAME, results as they are, and every log of numbers as a list by its official name. Accuracy in percent.',
  recognises: ({ name }) => /^(data_2k|six_datasets|bench_full|fashion_mnist).*\.json$/i.test(name),
  read(file, add) {
    const { path } = file;
    for (const { keys, value } of jsonItems(file.content(), path, 2)) {
      const [dataset, config] = keys;
      if (dataset === undefined || config === undefined || !isObject(value) || !isObject(value.log))
        throw strange(path, `${JSON.stringify(keys.join(' / '))} is no training with its log`);
      const row: Record<string, RowValue> = { arch: `${dataset}/${config}`, dataset, config: Number(config) };
      for (const [name, item] of isObject(value.config) ? Object.entries(value.config) : [])
        if (typeof item === 'number' || typeof item === 'string') row[`config_${name}`] = item;
      for (const [name, item] of isObject(value.results) ? Object.entries(value.results) : [])
        if (typeof item === 'number') row[name] = item;
      for (const [name, log] of Object.entries(value.log))
        if (Array.isArray(log) && log.length > 0 && log.every((item) => typeof item === 'number'))
          row[name] = log as number[];
      add(row);
    }
  },
};
