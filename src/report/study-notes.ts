import type { ProxyMeasurements } from './measure-study.ts';
import { protocolNotes } from './protocol-text.ts';
import type { ProxyScores, Study } from './study.ts';
import { count, range } from './written-number.ts';

/** What a reader must know to judge a study's numbers, one sentence each. */
export function studyNotes(study: Study, measured: readonly ProxyMeasurements[]): string[] {
  return [
    ...rowNotes(study, measured),
    ...policyNotes(study),
    ...repetitionNotes(study),
    ...directionNotes(study),
    ...protocolNotes(study.scores),
  ];
}

/** How many architectures count, by target where they differ. */
function rowNotes({ benchmarks }: Study, measured: readonly ProxyMeasurements[]): string[] {
  const perTarget = new Map<string, number[]>();
  for (const { benchmark, target, n } of measured) {
    const name = benchmarks.length > 1 ? `${benchmark.name} ${target.name}` : target.name;
    perTarget.set(name, [...(perTarget.get(name) ?? []), ...n]);
  }
  const said = [...perTarget].map(([name, numbers]) => [name, range(numbers)] as const);
  const texts = new Set(said.map(([, text]) => text));
  const architectures = `n = ${texts.size === 1 ? [...texts][0] : said.map(([name, text]) => `${text} (${name})`).join(', ')} architectures`;
  const notes = [architectures];
  for (const { name, joins } of benchmarks) {
    for (const join of joins) {
      const left: string[] = [];
      if (join.unmatched > 0) left.push(`${count(join.unmatched)} have no truth`);
      if (join.ambiguous > 0)
        left.push(`${count(join.ambiguous)} have several architectures of their class there`);
      if (join.repeated > 0) left.push(`${count(join.repeated)} repeated rows count once`);
      if (join.byClass > 0) left.push(`${count(join.byClass)} were joined by isomorphism class`);
      if (left.length === 0) continue;
      notes.push(
        `of ${count(join.distinct)} scored rows joined with ${name} on ${join.on}, ${left.join(', ')}`,
      );
    }
  }
  return notes;
}

function policyNotes(study: Study): string[] {
  const did = study.nonfinite === 'drop' ? 'dropped' : 'ranked worst';
  const notes = [`nonfinite scores ${did}: ${counts(study, ({ nonfinite }) => nonfinite) || 'none'}`];
  const missing = counts(study, ({ missing }) => missing);
  if (missing !== '') notes.push(`no score, dropped: ${missing}`);
  const sentinels = counts(study, ({ sentinels }) => sentinels);
  if (sentinels !== '') {
    notes.push(
      `scores of -1e8, which NASLib writes for a failure, rank here as the numbers they are: ${sentinels}`,
    );
  }
  return notes;
}

function repetitionNotes({ benchmarks }: Study): string[] {
  const most = benchmarks.flatMap(({ scores }) => [...scores.values()].map(({ columns }) => columns.length));
  const [least, largest] = [Math.min(...most), Math.max(...most)];
  if (largest === 1) return [];
  return [
    `mean ± standard deviation over ${least === largest ? '' : `${least} to `}${largest} score tables (seeds)`,
  ];
}

function directionNotes({ benchmarks }: Study): string[] {
  const columns = benchmarks.flatMap(({ scores, targets }) => [...scores.values(), ...targets]);
  const lower = new Set(columns.filter(({ better }) => better === 'lower').map(({ name }) => name));
  return lower.size === 0
    ? []
    : [
        `lower is better: ${[...lower].join(', ')}; signs are those of the columns, the best is by these directions`,
      ];
}

/** `synflow 28, nwot 19`, the most of any table; '' where there are none. */
function counts({ benchmarks }: Study, of: (column: ProxyScores['columns'][number]) => number): string {
  const most = new Map<string, number>();
  for (const { scores } of benchmarks) {
    for (const { name, columns } of scores.values())
      most.set(name, Math.max(most.get(name) ?? 0, ...columns.map(of)));
  }
  return [...most]
    .filter(([, found]) => found > 0)
    .map(([name, found]) => `${name} ${count(found)}`)
    .join(', ');
}
