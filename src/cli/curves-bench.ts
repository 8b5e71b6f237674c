import { CURVE_ESTIMATORS } from '../../estimators/learning-curves/index.ts';
import { LEARNERS } from '../../estimators/learning-curves/learned/index.ts';
import { PAPER_FORMATS, type PaperFormat } from '../report/paper-formats.ts';
import { recordCsv } from '../report/record-csv.ts';
import { jsonLines } from '../report/render-json.ts';
import { benchCurves, type CurveBenchReport } from '../run/curves/bench-curves.ts';
import { nasprobeVersion } from '../run/version.ts';
import { safeText } from '../safe-text.ts';
import { PROTOCOL_KEY } from '../table/protocol.ts';
import { tableOfRows } from '../table/table-of-rows.ts';
import { checkTablePath, writeTable } from '../table/write-table.ts';
import { type CurveFlags, confidenceOf, namesOf, readCurveSets, seenOf, workersOf } from './curve-flags.ts';
import { benchTable } from './curves-bench-table.ts';
import { EXIT } from './exit-code.ts';
import { checkFolder, inRange, isCount, oneOf } from './flags.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';

export interface BenchFlags extends CurveFlags {
  readonly seen: string;
  readonly estimators: string;
  readonly train: string;
  readonly heldOut?: boolean;
  readonly robust?: boolean;
  readonly confidence: string;
  readonly seed: string;
  readonly workers?: string;
  readonly format: string;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** `nasprobe curves bench`: rows go to stdout, and in full to a table where one is asked for. */
export async function benchCommand(file: string, flags: BenchFlags): Promise<void> {
  const format = oneOf('format', flags.format, Object.keys(PAPER_FORMATS) as PaperFormat[]);
  const learned = LEARNERS.map(({ name }) => name);
  const options = {
    seen: seenOf(flags.seen),
    estimators: namesOf(
      'estimators',
      flags.estimators,
      [...CURVE_ESTIMATORS.map(({ name }) => name), ...learned],
      {
        default: [
          ...CURVE_ESTIMATORS.filter((estimator) => estimator.default).map(({ name }) => name),
          ...learned,
        ],
        all: [...CURVE_ESTIMATORS.map(({ name }) => name), ...learned],
      },
    ),
    train: inRange('train', flags.train, (x) => isCount(x) && x >= 5, 'a whole number from 5 up'),
    heldOut: flags.heldOut === true,
    robust: flags.robust === true,
    confidence: confidenceOf(flags.confidence),
    seed: inRange('seed', flags.seed, isCount, 'a whole number from 0 up'),
  };
  const workers = workersOf(flags.workers);
  if (flags.out !== undefined) {
    checkTablePath(flags.out);
    checkFolder(flags.out);
  }
  const { sets, without } = await readCurveSets(file, flags);

  const progress = flags.quiet === true ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  let report: CurveBenchReport | undefined;
  try {
    report = await benchCurves({
      ...options,
      sets,
      workers,
      signal: stop.signal,
      onProgress: (done, total, what) =>
        done === 0 ? progress.begin(0, total) : progress.scored(done, safeText(what)),
    });
  } finally {
    progress.end();
    stop.release();
  }
  if (report === undefined) {
    process.stderr.write('nasprobe: stopped before the end, nothing is written\n');
    process.exitCode = EXIT.stopped;
    return;
  }
  const rows = report.rows.map(({ set, estimator, kind, seen, epochs, train, ...rest }) => ({
    set,
    estimator,
    kind,
    seen,
    epochs,
    train,
    ...rest,
  }));
  if (flags.out !== undefined) {
    const protocol = { what: 'curves bench', version: nasprobeVersion(), file, ...options };
    const table = tableOfRows(rows, file, new Map([[PROTOCOL_KEY, JSON.stringify(protocol)]]));
    await writeTable(table, flags.out);
  }
  const notes = without === 0 ? [] : [`${file}: ${without} rows hold no curve of at least 3 epochs`];
  const table = benchTable({ rows: report.rows, notes: [...notes, ...report.notes] }, options.confidence);
  process.stdout.write(
    format === 'json' ? jsonLines(rows) : format === 'csv' ? recordCsv(rows) : PAPER_FORMATS[format](table),
  );
  if (format === 'json' || format === 'csv')
    process.stderr.write(table.notes.map((note) => `nasprobe: ${safeText(note)}\n`).join(''));
}
