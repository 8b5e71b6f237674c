import { basename } from 'node:path';
import type { TrainedRun } from '../../datasets/trained-runs.ts';
import { readTrainings } from '../../datasets/truth.ts';
import { fidelityRows } from '../../estimators/low-fidelity/fidelity-rows.ts';
import { LOW_FIDELITIES } from '../../estimators/low-fidelity/index.ts';
import { InputError } from '../input-error.ts';
import { PAPER_FORMATS, type PaperFormat } from '../report/paper-formats.ts';
import { oneOf } from './flags.ts';
import { textTable } from './text-table.ts';

/** Prints every low-fidelity estimator with the options that make it and its cost. */
export function listFidelities(): void {
  const rows = LOW_FIDELITIES.map(({ name, title, options, cost, cite }) => [
    name,
    title,
    options,
    cost,
    cite,
  ]);
  process.stdout.write(textTable(['estimator', 'what it is', 'options of train', 'cost', 'source'], rows));
}

/** Prints how well the trainings' early epochs, and cheaper trainings, order the final accuracies. */
export async function showFidelity(source: string, cheaper: readonly string[], text: string): Promise<void> {
  const format = oneOf('format', text, Object.keys(PAPER_FORMATS) as PaperFormat[]);
  const runs = await readTrainings(source);
  const others = new Map<string, readonly TrainedRun[]>();
  for (const path of cheaper) others.set(basename(path, '.arrow'), await readTrainings(path));
  if (new Set(runs.map(({ arch }) => arch)).size < 3) {
    throw new InputError(
      `${source}: fewer than three architectures are trained, which says nothing of an order`,
    );
  }
  const { rows, otherSeeds } = fidelityRows(runs, others);
  const seconds = (value: number) => value.toPrecision(3);
  process.stdout.write(
    PAPER_FORMATS[format]({
      caption: `Cheaper trainings against the final test accuracy, ${rows[0]!.n} architectures`,
      stub: 'training',
      columns: [
        { title: 'n', write: String },
        { title: 's', write: seconds },
        { title: 'share', write: (value) => `${Math.round(100 * value)} %` },
        { title: 'Spearman' },
        { title: '95 % interval' },
        { title: 'Kendall' },
      ],
      groups: [
        {
          rows: rows.map((row) => ({
            name: row.name,
            cells: [
              { value: row.n },
              { value: row.seconds },
              { value: row.share },
              { value: row.spearman },
              { value: null, interval: row.spearmanInterval },
              { value: row.kendall },
            ],
          })),
        },
      ],
      notes: [
        otherSeeds
          ? 'the validation accuracy of the first seed, against the mean final test accuracy of the other seeds'
          : 'the validation accuracy against the final test accuracy of the same training: every architecture has one seed',
        's: seconds of training an architecture; share: of the full training',
      ],
    }),
  );
}
