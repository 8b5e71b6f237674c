import { ByteReader } from '../../src/formats/byte-reader.ts';
import { harvestPickle } from '../../src/formats/pickle/read-pickle.ts';
import { PickleDict, type PickleValue } from '../../src/formats/pickle/values.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { archColumns, indexIn } from './arch-of.ts';
import type { Importer, Row } from './importer.ts';
import { curveIn, dictIn, numberOrNone, strange } from './pickle-parts.ts';

/** Field of a training: split and metric. NASLib's `eval` is the test set on cifar10 and cifar100 of seed 888 (see the notes). */
const CURVES = {
  train_acc1es: 'train_acc',
  train_losses: 'train_loss',
  eval_acc1es: 'eval_acc',
  eval_losses: 'eval_loss',
} as const;

/** Field of `cost_info`: the column's end, and what it is multiplied by. */
const COSTS = {
  params: ['params', 1e6],
  flops: ['flops_M', 1],
  latency: ['latency_ms', 1000],
  train_time: ['train_seconds', 1],
} as const;

function rowOf(arch: string, value: PickleValue, place: string): Row {
  const row: Record<string, RowValue> = {
    ...archColumns('nasbench201', indexIn('nasbench201', arch, place), arch, place),
  };
  for (const [dataset, results] of dictIn(value, place).entries()) {
    if (typeof dataset !== 'string') throw strange(place, 'has a data set without a name');
    const fields = dictIn(results, `${place}, ${dataset}`);
    const costs = fields.get('cost_info');
    if (costs instanceof PickleDict) {
      for (const [field, [name, scale]] of Object.entries(COSTS)) {
        const number = scale * numberOrNone(costs, field);
        row[`${dataset}_${name}`] = name === 'params' ? Math.round(number) : number;
      }
    }
    for (const [field, name] of Object.entries(CURVES)) {
      const curve = curveIn(fields.get(field));
      if (curve === undefined || curve.length === 0) continue;
      row[`${dataset}_${name}_e${curve.length}`] = curve.at(-1)!;
      row[`${dataset}_${name}_curve_e${curve.length}`] = curve;
    }
  }
  return row;
}

/** What NASLib made of NAS-Bench-201: one training of each architecture, epoch by epoch. */
export const naslibNb201: Importer = {
  id: 'naslib-nb201',
  title: "NASLib's extract of NAS-Bench-201, with full learning curves",
  files: 'nb201_{cifar10,cifar100,ImageNet16}_full_training.pickle, nb201_all.pickle',
  cite: 'White et al., "How Powerful are Performance Predictors in Neural Architecture Search?", NeurIPS 2021',
  licence: 'Apache-2.0 (NASLib), MIT (NAS-Bench-201)',
  home: 'https://github.com/automl/NASLib',
  notes:
    'Accuracy in percent, loss in nats, flops_M as the file has it. The split "eval" is named as in the file: NASLib reads it as validation accuracy.',
  recognises: ({ name }) => /^nb201_.*\.(pickle|pkl)$/i.test(name),
  read(file, add) {
    const { path } = file;
    harvestPickle(new ByteReader(file.content(), path), [], {
      isKey: (key) => typeof key === 'string' && key.startsWith('|'),
      take(arch, value) {
        if (typeof arch !== 'string') throw strange(path, 'has an architecture that is no text');
        add(rowOf(arch, value, `${path}, ${arch}`));
      },
    });
  },
};
