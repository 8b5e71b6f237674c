import { readPickle } from '../../src/formats/pickle/read-pickle.ts';
import { PickleDict, type PickleValue } from '../../src/formats/pickle/values.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { archColumns } from './arch-of.ts';
import type { Importer, Row } from './importer.ts';
import { curveIn, dictIn, strange } from './pickle-parts.ts';
import { torchPickleOf } from './torch-pickle-of.ts';

function rowOf(space: string, index: number, arch: string, results: PickleValue, place: string): Row {
  const row: Record<string, RowValue> = {
    space,
    ...archColumns(`transnas-${space}`, index, arch, place, 'none'),
  };
  const curves: Record<string, RowValue> = {};
  for (const [task, value] of dictIn(results, place).entries()) {
    if (typeof task !== 'string') throw strange(place, 'has a task without a name');
    const fields = dictIn(value, `${place}, ${task}`);
    const info = fields.get('model_info');
    for (const [name, number] of info instanceof PickleDict ? info.entries() : [])
      if (typeof number === 'number') row[`${task}_${String(name)}`] = number;
    const metrics = fields.get('metrics');
    for (const [name, list] of metrics instanceof PickleDict ? metrics.entries() : []) {
      const curve = curveIn(list);
      if (curve === undefined || curve.length === 0) continue;
      row[`${task}_${String(name)}_e${curve.length}`] = curve.at(-1)!;
      curves[`${task}_${String(name)}_curve`] = curve;
    }
  }
  return { ...row, ...curves };
}

/** TransNAS-Bench-101: 4,096 cells and 3,256 macro skeletons on seven tasks. */
export const transnas: Importer = {
  id: 'transnas101',
  title: 'TransNAS-Bench-101, micro and macro',
  files: 'transnas-bench_v10141024.pth',
  cite: 'Duan et al., "TransNAS-Bench-101: Improving Transferability and Generalizability of Cross-Task Neural Architecture Search", CVPR 2021',
  licence: 'MIT',
  home: 'https://github.com/yawen-d/TransNASBench',
  notes:
    'Metrics by their official names (TASK_METRIC_eEPOCHS at the end, TASK_METRIC_curve over epochs), in the units of the file; model_info likewise. The column space tells micro from macro; the index is the place in the file, by space.',
  recognises: ({ name }) => /^transnas.*\.pth$/i.test(name),
  read(file, add) {
    const { path } = file;
    const whole = dictIn(readPickle(torchPickleOf(file)), path);
    for (const [space, archs] of dictIn(whole.get('data'), `${path}, data`).entries()) {
      let index = 0;
      for (const [arch, results] of dictIn(archs, `${path}, ${String(space)}`).entries()) {
        if (typeof arch !== 'string') throw strange(path, 'has an architecture that is no text');
        add(rowOf(String(space), index, arch, results, `${path}, ${arch}`));
        index += 1;
      }
    }
  },
};
