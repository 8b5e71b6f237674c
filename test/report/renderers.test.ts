import { describe, expect, it } from 'vitest';
import type { CorrelationReport, CorrelationRow } from '../../src/report/correlation-row.ts';
import { latexText } from '../../src/report/latex-text.ts';
import { RENDERERS } from '../../src/report/render.ts';
import { csvCell } from '../../src/report/render-csv.ts';
import { markdownText } from '../../src/report/render-markdown.ts';

const base: CorrelationRow = {
  proxy: 'synflow',
  target: 'c10_test',
  top: null,
  n: 15_625,
  dropped: 0,
  droppedWhy: { unmatched: 0, ambiguous: 0, target: 0, missing: 0, nonfinite: 0 },
  placedWorst: 0,
  spearman: 0.73388,
  spearmanLow: 0.725,
  spearmanHigh: 0.7419,
  spearmanP: 0,
  kendall: 0.5374,
  kendallLow: 0.529,
  kendallHigh: 0.5451,
  kendallP: 0,
  weightedTau: 0.6,
  tiesProxy: 12,
  tiesTarget: 13_000,
  precision: null,
  regret: null,
  resamples: 1000,
};
const undefinedRow: CorrelationRow = {
  ...base,
  proxy: 'constant',
  spearman: Number.NaN,
  spearmanLow: Number.NaN,
  spearmanHigh: Number.NaN,
  kendall: Number.NaN,
  kendallLow: Number.NaN,
  kendallHigh: Number.NaN,
};
const strong: CorrelationRow = {
  ...base,
  proxy: 'latency',
  n: 9445,
  dropped: 6180,
  droppedWhy: { ...base.droppedWhy, unmatched: 6100, nonfinite: 80 },
  spearman: -0.81,
  spearmanLow: -0.8204,
  spearmanHigh: -0.8,
};
const report: CorrelationReport = {
  rows: [undefinedRow, base, strong],
  confidence: 0.95,
  notes: ['nonfinite scores dropped: latency 80'],
};
const withTop: CorrelationReport = {
  ...report,
  rows: [base, { ...base, top: 0.1, n: 1562, spearman: -0.0001, precision: 0.333, regret: 0.29333 }],
};
const hostile: CorrelationReport = {
  rows: [{ ...base, proxy: '=cmd|"x",\x1b[31m\x9b2J\u202e_$\\', target: 'a|b_*<i>\n%' }],
  confidence: 0.9,
  notes: ['from \x1b]0;evil\x07file\nnext'],
};

describe('the table for the eye', () => {
  it('is aligned, strongest proxy first', () => {
    expect(`\n${RENDERERS.table(report)}`).toMatchInlineSnapshot(`
      "
      c10_test       n  dropped  Spearman   95 % interval  Kendall  95 % interval
      ───────────────────────────────────────────────────────────────────────────
      latency    9,445    6,180     -.810  [-.820, -.800]     .537   [.529, .545]
      synflow   15,625        0      .734    [.725, .742]     .537   [.529, .545]
      constant  15,625        0         –               –        –              –

      · nonfinite scores dropped: latency 80
      "
    `);
  });

  it('has a block for each share', () => {
    expect(`\n${RENDERERS.table(withTop)}`).toMatchInlineSnapshot(`
      "
      c10_test                  n  dropped  Spearman  95 % interval  Kendall  95 % interval  precision  regret
      ────────────────────────────────────────────────────────────────────────────────────────────────────────
      synflow              15,625        0      .734   [.725, .742]     .537   [.529, .545]

      c10_test, best 10 %       n  dropped  Spearman  95 % interval  Kendall  95 % interval  precision  regret
      ────────────────────────────────────────────────────────────────────────────────────────────────────────
      synflow               1,562        0      .000   [.725, .742]     .537   [.529, .545]       .333   0.293

      · nonfinite scores dropped: latency 80
      "
    `);
  });
});

describe('tables for papers and programs', () => {
  it('Markdown', () => {
    expect(`\n${RENDERERS.markdown(report)}`).toMatchInlineSnapshot(`
      "
      Correlation with c10\\_test

      | proxy | n | dropped | Spearman | 95 % interval | Kendall | 95 % interval |
      | :-- | --: | --: | --: | --: | --: | --: |
      | latency | 9,445 | 6,180 | -.810 | \\[-.820, -.800\\] | .537 | \\[.529, .545\\] |
      | synflow | 15,625 | 0 | .734 | \\[.725, .742\\] | .537 | \\[.529, .545\\] |
      | constant | 15,625 | 0 | – | – | – | – |
      "
    `);
    expect(`\n${RENDERERS.markdown(withTop)}`).toMatchInlineSnapshot(`
      "
      | target | proxy | n | dropped | Spearman | 95 % interval | Kendall | 95 % interval | precision | regret |
      | :-- | :-- | --: | --: | --: | --: | --: | --: | --: | --: |
      | c10\\_test | synflow | 15,625 | 0 | .734 | \\[.725, .742\\] | .537 | \\[.529, .545\\] |  |  |
      | c10\\_test, best 10 % | synflow | 1,562 | 0 | .000 | \\[.725, .742\\] | .537 | \\[.529, .545\\] | .333 | 0.293 |
      "
    `);
  });

  it('LaTeX', () => {
    expect(`\n${RENDERERS.latex(withTop)}`).toMatchInlineSnapshot(`
      "
      % needs \\usepackage{booktabs}
      % nonfinite scores dropped: latency 80
      \\begin{tabular}{lrrrrrrrr}
      \\toprule
      proxy & n & dropped & Spearman & 95 \\% interval & Kendall & 95 \\% interval & precision & regret \\\\
      \\midrule
      \\multicolumn{9}{l}{\\textit{c10\\_test}} \\\\
      synflow & 15,625 & 0 & .734 & {[}.725, .742] & .537 & {[}.529, .545] &  &  \\\\
      \\midrule
      \\multicolumn{9}{l}{\\textit{c10\\_test, best 10 \\%}} \\\\
      synflow & 1,562 & 0 & .000 & {[}.725, .742] & .537 & {[}.529, .545] & .333 & 0.293 \\\\
      \\bottomrule
      \\end{tabular}
      "
    `);
  });

  it('CSV', () => {
    expect(`\n${RENDERERS.csv(withTop)}`).toMatchInlineSnapshot(`
      "
      proxy,target,top,n,dropped,placedWorst,spearman,spearmanLow,spearmanHigh,spearmanP,kendall,kendallLow,kendallHigh,kendallP,weightedTau,tiesProxy,tiesTarget,precision,regret,resamples,dropped_unmatched,dropped_ambiguous,dropped_target,dropped_missing,dropped_nonfinite
      synflow,c10_test,,15625,0,0,0.73388,0.725,0.7419,0,0.5374,0.529,0.5451,0,0.6,12,13000,,,1000,0,0,0,0,0
      synflow,c10_test,0.1,1562,0,0,-0.0001,0.725,0.7419,0,0.5374,0.529,0.5451,0,0.6,12,13000,0.333,0.29333,1000,0,0,0,0,0
      "
    `);
  });

  it('JSON is the rows, undefined as null', () => {
    const rows = JSON.parse(RENDERERS.json(report));
    expect(rows).toHaveLength(3);
    expect(rows[1]).toEqual(base);
    expect(rows[0]).toMatchObject({ proxy: 'constant', spearman: null, kendallLow: null });
  });
});

describe('names from a file', () => {
  it.each(Object.keys(RENDERERS) as (keyof typeof RENDERERS)[])('do not steer a terminal: %s', (format) => {
    const text = RENDERERS[format](hostile);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    if (format !== 'json') expect(text).not.toContain('\u202e');
  });

  it('do not become formulas, cells, markup or commands', () => {
    expect(['=1+1', '+a', '-x', '@a', '-3', '+3', 'a,b', 'a"b', '=a,b'].map(csvCell)).toEqual([
      "'=1+1",
      "'+a",
      "'-x",
      "'@a",
      '-3',
      '+3',
      '"a,b"',
      '"a""b"',
      '"\'=a,b"',
    ]);
    expect(markdownText('a|b_c*<i>[x](y)`&#')).toBe('a\\|b\\_c\\*&lt;i&gt;\\[x\\](y)\\`&amp;\\#');
    expect(latexText('50% of_a&b #1 $x^2 ~{\\}')).toBe(
      '50\\% of\\_a\\&b \\#1 \\$x\\textasciicircum{}2 \\textasciitilde{}\\{\\textbackslash{}\\}',
    );
    expect(latexText('[-.250, .100]')).toBe('{[}$-$.250, .100]');
    expect(latexText('pre-trained')).toBe('pre-trained');
  });
});
