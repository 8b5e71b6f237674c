import type { Command } from 'commander';
import { InputError } from '../../input-error.ts';
import type { Column } from '../../table/table.ts';
import { checkFolder, inRange, isCount } from '../flags.ts';
import { readSampleTables, type SampleFlags } from './sample-flags.ts';

interface ApplyFlags {
  readonly scores?: string;
  readonly on?: string;
  readonly curve?: string;
  readonly top?: string;
  readonly out: string;
}

/** Models above this are none of ours. */
const MAX_BYTES = 2 ** 28;

/** `nasprobe predict apply`: what a model says of architectures. */
export function addApply(predict: Command): void {
  predict
    .command('apply')
    .description('predict architectures with a model of nasprobe predict fit')
    .argument('<MODEL>', 'the model file')
    .argument('<TABLE>', 'architectures, with the scores that the model wants (- is stdin)')
    .option('--scores <table>', 'the scores, where TABLE does not have them')
    .option('--on <column>', 'join key: any column of both (default: arch, exactly or by isomorphism class)')
    .option('--curve <column>', 'the column of learning curves, where the model wants them')
    .option('--top <k>', 'only the k best, best first')
    .option('--out <file>', 'write there, in the format of its name (default: CSV on stdout)', '-')
    .action(apply);
}

async function apply(modelPath: string, tablePath: string, flags: ApplyFlags): Promise<void> {
  const top =
    flags.top === undefined
      ? undefined
      : inRange('top', flags.top, (x) => isCount(x) && x > 0, 'a whole number from 1 up');
  const { checkTablePath, writeTable } = await import('../../table/write-table.ts');
  if (flags.out !== '-') {
    checkTablePath(flags.out);
    checkFolder(flags.out);
  }
  const model = await readModel(modelPath);
  const { kind } = model;
  if (kind.seen > 0 && flags.curve === undefined) {
    throw new InputError(`${modelPath} reads the first ${kind.seen} epochs: name their column with --curve`);
  }
  const wanted = kind.proxies.map(({ name }) => name);
  const { scores = wanted.length > 0 ? tablePath : undefined } = flags;
  const tableFlags: SampleFlags = {
    seen: String(Math.max(1, kind.seen)),
    ...(scores === undefined ? {} : { scores }),
    ...(flags.on === undefined ? {} : { on: flags.on }),
    ...(flags.curve === undefined ? {} : { curve: flags.curve }),
  };
  const { truth: table, set } = await readSampleTables(tablePath, tableFlags, wanted);
  if (kind.space !== null && set.kind.space !== kind.space) {
    throw new InputError(
      `${tablePath}: holds no architectures of ${kind.space}, which ${modelPath} was fitted on`,
    );
  }
  const { mean, deviation } = model.fitted.predict(set.samples);
  const order = Int32Array.from(mean, (_, at) => at);
  if (top !== undefined) order.sort((a, b) => mean[b]! - mean[a]! || a - b);
  const chosen = order.subarray(0, top);
  const columns: Column[] = [
    ...table.columns
      .filter(({ kind, name }) => kind === 'text' || name === flags.on)
      .map((column) =>
        picked(
          column,
          Int32Array.from(chosen, (at) => set.rows[at]!),
        ),
      ),
    { kind: 'number', name: model.target, values: Float64Array.from(chosen, (at) => mean[at]!) },
  ];
  if (deviation !== null) {
    const values = Float64Array.from(chosen, (at) => deviation[at]!);
    columns.push({ kind: 'number', name: `${model.target}_deviation`, values });
  }
  await writeTable({ source: modelPath, rows: chosen.length, columns, metadata: new Map() }, flags.out);
}

async function readModel(path: string) {
  const { readBytes } = await import('../../table/read-bytes.ts');
  const bytes = await readBytes(path);
  if (bytes.length > MAX_BYTES) throw new InputError(`${path}: is too large for a model`);
  const { parseModel } = await import('../../../estimators/predictors/model-file.ts');
  return parseModel(new TextDecoder().decode(bytes), path);
}

function picked(column: Column, rows: Int32Array): Column {
  switch (column.kind) {
    case 'number':
      return {
        kind: 'number',
        name: column.name,
        values: Float64Array.from(rows, (row) => column.values[row]!),
      };
    case 'text':
      return {
        kind: 'text',
        name: column.name,
        values: Array.from(rows, (row) => column.values[row] ?? null),
      };
    case 'list':
      return {
        kind: 'list',
        name: column.name,
        values: Array.from(rows, (row) => column.values[row] ?? null),
      };
  }
}
