import { ByteReader } from '../../src/formats/byte-reader.ts';
import { readPickle } from '../../src/formats/pickle/read-pickle.ts';
import { PickleDict, type PickleValue } from '../../src/formats/pickle/values.ts';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { archColumns } from './arch-of.ts';
import type { Importer } from './importer.ts';
import { dictIn, itemsIn, strange } from './pickle-parts.ts';

/** What the benchmark's own configuration calls an architecture; absent where it says nothing of it. */
function archIn(configs: ArrayLike<PickleValue> | undefined, index: number): string | undefined {
  const config = configs?.[index];
  const arch = config instanceof PickleDict ? config.get('arch_str') : undefined;
  return typeof arch === 'string' ? arch : undefined;
}

/** HW-NAS-Bench: latency and energy of NAS-Bench-201's architectures on six devices. */
export const hwNasBench: Importer = {
  id: 'hw-nas-bench',
  title: 'HW-NAS-Bench, the NAS-Bench-201 part',
  files: 'HW-NAS-Bench-v1_0.pickle',
  cite: 'Li et al., "HW-NAS-Bench: Hardware-Aware Neural Architecture Search Benchmark", ICLR 2021',
  licence: 'MIT',
  home: 'https://github.com/GATECH-EIC/HW-NAS-Bench',
  notes:
    'Columns are DATASET_DEVICE_METRIC; latency in milliseconds, energy in millijoules. The look-up tables of the FBNet space are left out.',
  recognises: ({ name }) => /^HW-NAS-Bench.*\.(pickle|pkl)$/i.test(name),
  read(file, add) {
    const { path } = file;
    const whole = dictIn(readPickle(new ByteReader(file.content(), path)), path);
    const columns: [string, ArrayLike<PickleValue>][] = [];
    let configs: ArrayLike<PickleValue> | undefined;
    for (const [dataset, metrics] of dictIn(whole.get('nasbench201'), `${path}, nasbench201`).entries()) {
      for (const [name, list] of dictIn(metrics, `${path}, ${String(dataset)}`).entries()) {
        const items = itemsIn(list);
        if (items === undefined) throw strange(path, `${String(dataset)}, ${String(name)} is no list`);
        if (name === 'config') configs ??= items;
        else columns.push([`${String(dataset)}_${String(name)}`, items]);
      }
    }
    const rows = columns[0]?.[1].length ?? 0;
    if (rows === 0 || rows > nasbench201.size || columns.some(([, items]) => items.length !== rows))
      throw strange(path, 'its lists are not equally long');
    for (let index = 0; index < rows; index += 1) {
      const arch = archIn(configs, index) ?? nasbench201.at(index);
      const row: Record<string, RowValue> = { ...archColumns('nasbench201', index, arch, path) };
      for (const [name, items] of columns) {
        const value = items[index];
        row[name] = typeof value === 'number' ? value : null;
      }
      add(row);
    }
  },
};
