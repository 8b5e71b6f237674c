import type { NumberColumn, Table } from '../table/table.ts';
import type { CorrelateOptions } from './correlate.ts';
import type { CorrelationRow } from './correlation-row.ts';
import type { Join } from './join.ts';

/** NASLib writes this for a proxy that failed, and ranks it as a number. */
const NASLIB_FAILURE = -1e8;

interface Subject {
  readonly scores: Table;
  readonly truth: Table;
  readonly join: Join;
  readonly rows: readonly CorrelationRow[];
  readonly proxies: readonly NumberColumn[];
  readonly options: CorrelateOptions;
}

/** What a reader must know to judge the correlations, one sentence each. */
export function correlationNotes(subject: Subject): string[] {
  return [
    ...joinNotes(subject),
    ...policyNotes(subject),
    ...tieNotes(subject.rows),
    ...topNotes(subject.rows),
    intervalNote(subject),
  ];
}

function joinNotes({ scores, truth, join }: Subject): string[] {
  const count = join.scoreRows.length;
  const notes = [
    `${number(count)} of ${number(join.distinct)} scored rows joined on ${join.on} (${scores.source} with ${truth.source})`,
  ];
  if (join.byClass > 0) {
    notes.push(
      `${number(join.byClass)} of them had no exact partner and were joined to the one architecture of their isomorphism class`,
    );
  }
  if (join.ambiguous > 0) {
    notes.push(
      `${number(join.ambiguous)} dropped: the truth has several architectures of their isomorphism class, and averages none`,
    );
  }
  if (join.repeated > 0)
    notes.push(`${number(join.repeated)} rows repeat another word for word and count once`);
  return notes;
}

function policyNotes({ rows, proxies, options }: Subject): string[] {
  const policy = options.nonfinite ?? 'drop';
  const whole = rows.filter(({ top }) => top === null);
  const counts = (of: (row: CorrelationRow) => number, name: (row: CorrelationRow) => string): string => {
    const most = new Map<string, number>();
    for (const row of whole) most.set(name(row), Math.max(most.get(name(row)) ?? 0, of(row)));
    return [...most]
      .filter(([, count]) => count > 0)
      .map(([key, count]) => `${key} ${number(count)}`)
      .join(', ');
  };
  const byProxy = (row: CorrelationRow) => row.proxy;
  const nonfinite = counts((row) => row.droppedWhy.nonfinite + row.placedWorst, byProxy) || 'none';
  const notes = [`nonfinite scores ${policy === 'drop' ? 'dropped' : 'ranked worst'}: ${nonfinite}`];
  const missing = counts((row) => row.droppedWhy.missing, byProxy);
  if (missing !== '') notes.push(`no score: ${missing}`);
  const target = counts(
    (row) => row.droppedWhy.target,
    (row) => row.target,
  );
  if (target !== '') notes.push(`no finite truth: ${target}`);
  const sentinels = proxies
    .map(({ name, values }) => ({
      name,
      count: values.reduce((sum, value) => sum + (value === NASLIB_FAILURE ? 1 : 0), 0),
    }))
    .filter(({ count }) => count > 0);
  if (sentinels.length > 0) {
    const listed = sentinels.map(({ name, count }) => `${name} ${number(count)}`).join(', ');
    notes.push(
      `scores of -1e8, which NASLib writes for a failure, rank here as the numbers they are: ${listed}`,
    );
  }
  return notes;
}

/** Columns in which at least one row in twenty shares its value with another. */
function tieNotes(rows: readonly CorrelationRow[]): string[] {
  const shares = { proxy: new Map<string, number>(), target: new Map<string, number>() };
  const raise = (of: Map<string, number>, name: string, share: number) =>
    of.set(name, Math.max(of.get(name) ?? 0, share));
  for (const row of rows) {
    if (row.top !== null || row.n === 0) continue;
    raise(shares.proxy, row.proxy, row.tiesProxy / row.n);
    raise(shares.target, row.target, row.tiesTarget / row.n);
  }
  const tied = [...new Map([...shares.proxy, ...shares.target])]
    .filter(([, share]) => share >= 0.05)
    .map(([name, share]) => `${name} ${Math.floor(100 * share)} %`);
  if (tied.length === 0) return [];
  return [`rows that share their value with another (midranks and tau-b allow for it): ${tied.join(', ')}`];
}

function topNotes(rows: readonly CorrelationRow[]): string[] {
  if (rows.every(({ top }) => top === null)) return [];
  return [
    'best share: the rows of best truth, the first of those that tie at its edge in the order of the truth table',
    "precision: the part of the best n by truth among the proxy's best n of all; regret: what the best of those n lacks to the best of all",
  ];
}

function intervalNote({ rows, options }: Subject): string {
  const level = `${Number((100 * (options.confidence ?? 0.95)).toPrecision(6))} % intervals`;
  const counts = rows.flatMap(({ resamples }) => resamples ?? []);
  if (counts.length === 0)
    return `${level} by Fisher's z (Bonett and Wright 2000; Fieller, Hartley and Pearson 1957)`;
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const said = least === most ? number(least) : `${number(least)} to ${number(most)}`;
  return `${level} by percentile bootstrap, ${said} resamples, seed ${options.seed ?? 0}`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}
