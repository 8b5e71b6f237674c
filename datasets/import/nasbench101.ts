import { fieldsOf, type Refuse } from '../../src/formats/protobuf/wire-format.ts';
import { readTfrecord } from '../../src/formats/tfrecord/read-tfrecord.ts';
import { InputError } from '../../src/input-error.ts';
import { parseJson } from '../../src/table/parse-json.ts';
import type { RowValue } from '../../src/table/table-of-rows.ts';
import { archColumns } from './arch-of.ts';
import type { Importer, Row } from './importer.ts';
import { strange } from './pickle-parts.ts';

/** Fields of `EvaluationData` (model_metrics.proto) that become columns; accuracies are shares there. */
const MEASURES = [
  { field: 2, name: 'train_seconds', scale: 1 },
  { field: 3, name: 'train_acc', scale: 100 },
  { field: 4, name: 'valid_acc', scale: 100 },
  { field: 5, name: 'test_acc', scale: 100 },
] as const;

/** Evaluations of a training: before it, halfway, at its end. */
const MOMENTS = ['', '_half', ''] as const;
const REPEATS = 3;
const EACH = 2 * MEASURES.length;
const HASH = /^[0-9a-f]{32}$/;

interface Module {
  readonly index: number;
  readonly hash: string;
  /** Rows of the adjacency matrix, one after the other, and the operations. */
  readonly matrix: string;
  readonly ops: string;
  params: number;
  /** By epochs: of each repeat, the measures halfway and then at the end. */
  readonly runs: Map<number, { repeats: number; readonly values: Float64Array }>;
}

function addRecord(modules: Map<string, Module>, data: Uint8Array, place: string): void {
  const record = parseJson(Buffer.from(data).toString('utf8'), place, 'give the official file');
  if (!Array.isArray(record) || record.length !== 5) throw strange(place, 'is no list of five');
  const [hash, epochs, matrix, ops, metrics] = record as unknown[];
  if (
    !(typeof hash === 'string' && HASH.test(hash)) ||
    !(typeof epochs === 'number' && Number.isInteger(epochs) && epochs > 0) ||
    !(typeof matrix === 'string' && typeof ops === 'string' && typeof metrics === 'string') ||
    matrix.length !== ops.split(',').length ** 2
  )
    throw strange(place, 'is no module of NAS-Bench-101');
  let module = modules.get(hash);
  if (module === undefined) {
    module = { index: modules.size, hash, matrix, ops, params: 0, runs: new Map() };
    modules.set(hash, module);
  } else if (module.matrix !== matrix || module.ops !== ops) {
    throw strange(place, `spells the module ${hash} in another way than before`);
  }
  const run = module.runs.get(epochs) ?? {
    repeats: 0,
    values: new Float64Array(REPEATS * EACH).fill(Number.NaN),
  };
  module.runs.set(epochs, run);
  if (run.repeats === REPEATS)
    throw strange(place, `is training ${run.repeats + 1} of ${hash} for ${epochs} epochs`);
  const evaluations: Uint8Array[] = [];
  const damaged: Refuse = () => new InputError(`${place}: is a damaged protobuf message, fetch it again`);
  for (const field of fieldsOf(Buffer.from(metrics, 'base64'), damaged)) {
    if (field.number === 1 && field.wire === 2) evaluations.push(field.bytes);
    if (field.number === 2 && field.wire === 0) module.params = Number(BigInt.asIntN(64, field.value));
  }
  if (evaluations.length !== MOMENTS.length)
    throw strange(place, `has ${evaluations.length} evaluations, not 3`);
  for (const moment of [1, 2]) {
    for (const field of fieldsOf(evaluations[moment]!, damaged)) {
      const measure = MEASURES.findIndex((each) => each.field === field.number);
      if (measure >= 0 && field.wire === 1)
        run.values[run.repeats * EACH + (moment - 1) * MEASURES.length + measure] =
          doubleIn(field.bytes) * MEASURES[measure]!.scale;
    }
  }
  run.repeats += 1;
}

const doubleIn = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(0, true);

function rowOf({ index, hash, matrix, ops, params, runs }: Module): Row {
  const size = Math.sqrt(matrix.length);
  const lines = Array.from({ length: size }, (_, i) => matrix.slice(i * size, (i + 1) * size));
  const means: Record<string, RowValue> = {};
  const each: Record<string, RowValue> = {};
  for (const [epochs, { repeats, values }] of [...runs].sort(([a], [b]) => a - b)) {
    for (const moment of [1, 2]) {
      for (const [measure, { name }] of MEASURES.entries()) {
        const column = `${name}_e${epochs}${MOMENTS[moment]}`;
        const found = Array.from(
          { length: repeats },
          (_, repeat) => values[repeat * EACH + (moment - 1) * MEASURES.length + measure]!,
        );
        means[column] = found.reduce((sum, value) => sum + value, 0) / repeats;
        for (const [repeat, value] of found.entries()) each[`${column}_r${repeat + 1}`] = value;
      }
    }
  }
  const spelt = JSON.stringify({ matrix: lines.map((line) => [...line].map(Number)), ops: ops.split(',') });
  const named = archColumns('nasbench101', index, spelt, hash, 'none');
  return { ...named, hash, matrix: lines.join(' '), ops, params, ...means, ...each };
}

/** NAS-Bench-101: 423,624 modules, each trained three times for 108 epochs, in the full file also for 4, 12 and 36. */
export const nasbench101: Importer = {
  id: 'nasbench101',
  title: 'NAS-Bench-101',
  files: 'nasbench_full.tfrecord, nasbench_only108.tfrecord',
  cite: 'Ying et al., "NAS-Bench-101: Towards Reproducible Neural Architecture Search", ICML 2019',
  licence: 'Apache-2.0',
  home: 'https://github.com/google-research/nasbench',
  notes:
    'Accuracy in percent (shares in the file), CIFAR-10. Repeats have no seeds: _r1 to _r3 in the order of the file, without it their mean; _half is measured halfway through the training. The index is the place in the file, which numbers nothing itself; hash is the official one, the same for isomorphic modules.',
  recognises: ({ name }) => /\.tfrecord$/i.test(name),
  read(file, add) {
    const { path } = file;
    const modules = new Map<string, Module>();
    let record = 0;
    for (const data of readTfrecord(file.content(), path)) {
      addRecord(modules, data, `${path}, record ${record}`);
      record += 1;
    }
    for (const module of modules.values()) add(rowOf(module));
  },
};
