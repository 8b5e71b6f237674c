import { FAMILIES } from '../../estimators/learning-curves/families/index.ts';
import { InputError } from '../input-error.ts';
import { PAPER_FORMATS, type PaperFormat } from '../report/paper-formats.ts';
import { recordCsv } from '../report/record-csv.ts';
import { jsonLines } from '../report/render-json.ts';
import { type FittedCurve, fitCurves } from '../run/curves/fit-curves.ts';
import { nasprobeVersion } from '../run/version.ts';
import { safeText } from '../safe-text.ts';
import { PROTOCOL_KEY } from '../table/protocol.ts';
import { tableOfRows } from '../table/table-of-rows.ts';
import { writeAtomically } from '../table/write-atomically.ts';
import { checkTablePath, writeTable } from '../table/write-table.ts';
import { type CurveFlags, confidenceOf, namesOf, readCurveSets, seenOf, workersOf } from './curve-flags.ts';
import { fitRows, fitTable } from './curves-fit-table.ts';
import { EXIT } from './exit-code.ts';
import { checkFolder, inRange, isCount, listOf, oneOf } from './flags.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';

export interface FitFlags extends CurveFlags {
  readonly families: string;
  readonly seen?: string;
  readonly at?: string;
  readonly rows?: string;
  readonly figure?: string;
  readonly robust?: boolean;
  readonly confidence: string;
  readonly workers?: string;
  readonly format: string;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** Curves drawn where no rows are named: what a column of a paper holds. */
const DRAWN = 4;

/** `nasprobe curves fit`: fits go to stdout, in full to a table where one is asked for, and to a figure. */
export async function fitCommand(file: string, flags: FitFlags): Promise<void> {
  const format = oneOf('format', flags.format, Object.keys(PAPER_FORMATS) as PaperFormat[]);
  const names = FAMILIES.map(({ name }) => name);
  const families =
    flags.families === 'best' ? undefined : namesOf('families', flags.families, names, { all: names });
  const seen = flags.seen === undefined ? undefined : onlyOne(seenOf(flags.seen));
  const target =
    flags.at === undefined
      ? undefined
      : inRange(
          'at',
          flags.at,
          (x) => Number.isInteger(x) && x >= 1 && x <= 1e6,
          'an epoch from 1 to 1000000',
        );
  const rows = flags.rows === undefined ? undefined : rowsOf(flags.rows);
  const confidence = confidenceOf(flags.confidence);
  const workers = workersOf(flags.workers);
  if (flags.out !== undefined) {
    checkTablePath(flags.out);
    checkFolder(flags.out);
  }
  if (flags.figure !== undefined) checkFolder(flags.figure);

  const { sets: all, without } = await readCurveSets(file, flags);
  const held = new Set(all.flatMap(({ curves }) => curves.map(({ row }) => row)));
  const missing = rows?.find((row) => !held.has(row));
  if (missing !== undefined)
    throw new InputError(
      `--rows ${missing}: row ${missing} of ${file} (from 0) holds no curve, choose another`,
    );
  const sets = all
    .map((set) => ({ ...set, curves: set.curves.filter(({ row }) => rows?.includes(row) ?? true) }))
    .filter(({ curves }) => curves.length > 0);
  const drawn = flags.figure === undefined ? [] : (rows ?? [...held].sort((a, b) => a - b).slice(0, DRAWN));

  const progress = flags.quiet === true ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  let fitted: FittedCurve[] | undefined;
  try {
    fitted = await fitCurves({
      sets,
      confidence,
      workers,
      robust: flags.robust === true,
      drawn: new Set(drawn),
      signal: stop.signal,
      ...(seen === undefined ? {} : { seen }),
      ...(target === undefined ? {} : { target }),
      ...(families === undefined ? {} : { families }),
      onProgress: (done, total, what) =>
        done === 0 ? progress.begin(0, total) : progress.scored(done, safeText(what)),
    });
  } finally {
    progress.end();
    stop.release();
  }
  if (fitted === undefined) {
    process.stderr.write('nasprobe: stopped before the end, nothing is written\n');
    process.exitCode = EXIT.stopped;
    return;
  }
  const records = fitRows(fitted);
  if (flags.out !== undefined) {
    const protocol = {
      what: 'curves fit',
      version: nasprobeVersion(),
      file,
      families: families ?? 'best',
      seen: seen ?? 'all',
      robust: flags.robust === true,
      confidence,
    };
    await writeTable(
      tableOfRows(records, file, new Map([[PROTOCOL_KEY, JSON.stringify(protocol)]])),
      flags.out,
    );
  }
  if (flags.figure !== undefined) await writeFigure(flags.figure, fitted, sets[0]!.metric);
  const notes = without === 0 ? [] : [`${file}: ${without} rows hold no curve of at least 3 epochs`];
  const table = fitTable(fitted, notes);
  process.stdout.write(textOf(format, records, table));
  if (format === 'json' || format === 'csv')
    process.stderr.write(table.notes.map((note) => `nasprobe: ${safeText(note)}\n`).join(''));
}

function textOf(
  format: PaperFormat,
  records: ReturnType<typeof fitRows>,
  table: ReturnType<typeof fitTable>,
): string {
  if (format === 'json') return jsonLines(records);
  if (format !== 'csv') return PAPER_FORMATS[format](table);
  return recordCsv(
    records.map((record) => ({
      ...record,
      parameters: record.parameters.join(' '),
      errors: record.errors.join(' '),
    })),
  );
}

async function writeFigure(path: string, fitted: readonly FittedCurve[], metric: string): Promise<void> {
  const { curveFitsFigure } = await import('../figure/curve-fits.ts');
  const panels = fitted.flatMap(({ curve, seen, fits }) =>
    fits.flatMap(({ family, curve: fit }) =>
      fit === undefined ? [] : [{ title: `row ${curve.row}, ${family}`, values: curve.values, seen, fit }],
    ),
  );
  if (panels.length === 0) throw new InputError(`--figure ${path}: no fit to draw, choose other --rows`);
  await writeAtomically(path, [
    new TextEncoder().encode(curveFitsFigure(panels, metric.replace(/[_.-]?\*/, ''))),
  ]);
}

function onlyOne(seen: readonly number[]): number {
  if (seen.length > 1) throw new InputError('--seen takes one share or number of epochs here');
  return seen[0]!;
}

function rowsOf(text: string): number[] {
  const rows = listOf(text).map((part) => inRange('rows', part, isCount, 'a list of rows, from 0,'));
  if (rows.length === 0) throw new InputError('--rows names none: give some, such as 0,5');
  return rows;
}
