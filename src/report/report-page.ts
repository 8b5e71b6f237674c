import { createHash } from 'node:crypto';
import { safeText } from '../safe-text.ts';
import { type MeasureOptions, measureStudy, type ProxyMeasurements } from './measure-study.ts';
import { htmlText, renderHtml } from './render-html.ts';
import { REPORT_SCRIPT } from './report-script.ts';
import { REPORT_STYLE } from './report-style.ts';
import { parseStatistic } from './statistic.ts';
import type { Study } from './study.ts';
import { FIGURES } from './study-figures.ts';
import { studyTable } from './study-table.ts';
import { count } from './written-number.ts';

export interface ReportOptions extends Omit<MeasureOptions, 'statistics'> {
  readonly title: string;
  readonly titles: ReadonlyMap<string, string>;
  /** What made the page, for its foot: `nasprobe 0.1.0`. */
  readonly maker: string;
}

const STATISTICS = ['spearman', 'kendall', 'weighted_tau', 'spearman@0.1', 'precision@0.1', 'regret@10'];

/** Of more points than these about so many are drawn. */
const MOST_POINTS = 50_000;

/** The page's figures besides the scatter, which it draws itself. */
const PICTURES = [
  ['forest', 'Correlation over data sets, with intervals'],
  ['heatmap', 'Correlation between proxies, percent'],
  ['top', 'What the best of the k architectures that a proxy puts first lacks to the best of all'],
] as const;

/**
 * A study as one HTML page that needs nothing but itself: tables that sort and filter, a scatter that names its points, the
 * figures, the protocol. Its content security policy allows its own script by hash, and no other, nor any request.
 */
export function reportPage(study: Study, options: ReportOptions): string {
  const statistics = STATISTICS.map(parseStatistic);
  const measured = measureStudy(study, { ...options, statistics });
  const { confidence = 0.95, seed = 0, resamples, titles } = options;
  const common = { confidence, seed, titles, ...(resamples === undefined ? {} : { resamples }) };
  const tables = studyTables(study, measured, { ...common, statistics });
  const pictures = PICTURES.map(([name, caption]) => {
    const svg = FIGURES[name](study, { ...common, measured, statistic: 'spearman', width: 480 });
    // Ids are numbered within each figure.
    return `<figure><figcaption>${caption}</figcaption>\n${svg.replaceAll('shape-', `${name}-`)}</figure>\n`;
  });
  const architectures = study.benchmarks.reduce((sum, { archs }) => sum + archs.length, 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hashOf(REPORT_SCRIPT)}'">
<title>${printed(options.title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<h1>${printed(options.title)}</h1>
<p class="soft">${count(study.proxies.length)} proxies, ${count(architectures)} architectures, ${study.benchmarks.map(({ name, targets }) => printed(`${titles.get(name) ?? name} (${targets.map((target) => titles.get(target.name) ?? target.name).join(', ')})`)).join('; ')}</p>
<h2>Tables</h2>
<div class="controls"><label>Filter <input id="filter" type="search" placeholder="names of proxies"></label><span class="soft">a title sorts, a row shows its proxy below</span></div>
${tables.html}
<h2>Architectures</h2>
<div class="controls"><label>Proxy <select id="proxy"></select></label><label>Target <select id="target"></select></label><label><input id="ranks" type="checkbox" checked> ranks</label><span id="count" class="soft"></span></div>
<div class="scatter"><canvas id="canvas"></canvas><div id="tip" class="tip" hidden></div></div>
<h2>Figures</h2>
<div class="figures">
${pictures.join('')}</div>
<h2>How to read this, and where it comes from</h2>
<ul>${[...tables.notes, ...sampleNotes(study)].map((note) => `<li>${printed(note)}</li>`).join('\n')}</ul>
<p class="soft">${printed(options.maker)}</p>
<script type="application/json" id="data">${jsonData(study, titles)}</script>
<script>${REPORT_SCRIPT}</script>
</body>
</html>
`;
}

/** A table for each target; what holds for all of them is said once. */
function studyTables(
  study: Study,
  measured: readonly ProxyMeasurements[],
  options: MeasureOptions & { readonly titles: ReadonlyMap<string, string> },
): { readonly html: string; readonly notes: readonly string[] } {
  const shown = { ...options, order: 'best', digits: 3, intervals: true } as const;
  const parts = study.benchmarks.flatMap((benchmark) =>
    benchmark.targets.map((target) => {
      const proxies = study.proxies.filter((name) => benchmark.scores.has(name));
      const one = { ...study, proxies, benchmarks: [{ ...benchmark, targets: [target] }] };
      const own = measured
        .filter((some) => some.benchmark === benchmark && some.target === target)
        .map((some) => ({ ...some, benchmark: one.benchmarks[0]! }));
      const table = studyTable(one, own, shown);
      const name = [...(study.benchmarks.length > 1 ? [benchmark.name] : []), target.name];
      return {
        ...table,
        caption: name.map((part) => options.titles.get(part) ?? part).join(' '),
        columns: table.columns.map(({ title, write }) => ({
          title,
          ...(write === undefined ? {} : { write }),
        })),
        notes: [],
      };
    }),
  );
  return {
    html: parts.map((table) => `<div class="wide">${renderHtml(table)}</div>`).join('\n'),
    notes: studyTable(study, measured, shown).notes,
  };
}

/**
 * The rows that the scatter shows: all, or some spread evenly by the golden ratio (Weyl). Every second or twentieth row would be
 * of one kind in a table that enumerates a space.
 */
function shownRows(rows: number): number[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  return rows <= MOST_POINTS
    ? all
    : all.filter((row) => (Math.imul(row, 0x9e3779b1) >>> 0) * rows < MOST_POINTS * 2 ** 32);
}

function sampleNotes({ benchmarks }: Study): string[] {
  const repeated = benchmarks.some(({ scores }) =>
    [...scores.values()].some(({ columns }) => columns.length > 1),
  );
  return [
    ...(repeated ? ['the scatter, the heatmap and the regret show the first score table of each proxy'] : []),
    ...benchmarks
      .filter(({ archs }) => archs.length > MOST_POINTS)
      .map(
        ({ name, archs }) =>
          `the scatter of ${name} shows ${count(shownRows(archs.length).length)} of ${count(archs.length)} architectures, spread evenly over the table; all tables and figures count every one`,
      ),
  ];
}

/** What the script draws, six digits a number, null where one does not count. No tag can begin or end in it. */
function jsonData({ benchmarks, proxies }: Study, titles: ReadonlyMap<string, string>): string {
  const title = (name: string) => safeText(titles.get(name) ?? name);
  const data = benchmarks.map(({ name, archs, targets, scores }) => {
    const shown = shownRows(archs.length);
    const rounded = (values: Float64Array) =>
      shown.map((row) => {
        const value = values[row]!;
        return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
      });
    return {
      title: title(name),
      rows: archs.length,
      archs: shown.map((row) => safeText(archs[row]!)),
      targets: targets.map((target) => ({ title: title(target.name), values: rounded(target.values) })),
      scores: proxies.flatMap((proxy) => {
        const found = scores.get(proxy);
        return found === undefined
          ? []
          : [{ title: title(proxy), values: rounded(found.columns[0]!.values) }];
      }),
    };
  });
  return JSON.stringify({ benchmarks: data }).replaceAll('<', '\\u003c');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function printed(text: string): string {
  return htmlText(safeText(text));
}
