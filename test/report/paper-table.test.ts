import { describe, expect, it } from 'vitest';
import { type Best, markBest } from '../../src/report/mark-best.ts';
import { PAPER_FORMATS } from '../../src/report/paper-formats.ts';
import type { PaperTable } from '../../src/report/paper-table.ts';
import { renderLatex } from '../../src/report/render-latex.ts';
import { renderTerminal } from '../../src/report/render-terminal.ts';
import { fixed } from '../../src/report/written-number.ts';
import { compileLatex, hasLatex } from './latex.ts';

const plain: PaperTable = {
  caption: 'Two estimators, 50 % of the epochs seen',
  stub: 'estimator',
  groupedBy: 'set',
  columns: [
    { title: 'rho', over: 'ranks' },
    { title: 'tau', over: 'ranks' },
    { title: 'MAE', write: fixed(2) },
  ],
  groups: [
    {
      title: 'resnets',
      rows: [
        {
          name: 'last_value',
          cells: [{ value: 0.91449, spread: 0.012 }, { value: 0.75 }, { value: 1.5, interval: [1.25, 1.75] }],
        },
        {
          name: 'pow4',
          cells: [
            { value: -0.3, spread: 0.1, mark: '†' },
            { value: Number.NaN },
            { value: 12, interval: [10, 14] },
          ],
        },
      ],
    },
    {
      title: 'lstms',
      rows: [
        { name: 'last_value', cells: [{ value: 0.9141, spread: 0 }, { value: 0.5 }, { value: 3 }] },
        { name: 'pow4', cells: [{ value: 0.9139 }, { value: 0.6 }, { value: null }] },
      ],
    },
  ],
  notes: ['mean and standard deviation over 3 seeds'],
};
const directions: (Best | undefined)[] = ['highest', 'farthest', 'lowest'];
const table = markBest(plain, directions);

describe('the best of a column', () => {
  const emphases = (values: readonly number[], best: Best) =>
    markBest(
      {
        stub: 's',
        columns: [{ title: 'c' }],
        groups: [{ rows: values.map((value) => ({ name: '', cells: [{ value }] })) }],
        notes: [],
      },
      [best],
    ).groups[0]!.rows.map(({ cells }) => cells[0]!.emphasis);

  it('is what its direction says', () => {
    expect(emphases([0.1, -0.9, 0.5], 'highest')).toEqual(['second', undefined, 'best']);
    expect(emphases([0.1, -0.9, 0.5], 'lowest')).toEqual(['second', 'best', undefined]);
    expect(emphases([0.1, -0.9, 0.5], 'farthest')).toEqual([undefined, 'best', 'second']);
  });

  it('is shared by what prints alike, and then there is no second', () => {
    expect(emphases([0.5001, 0.5002, 0.4], 'highest')).toEqual(['best', 'best', undefined]);
    expect(emphases([0.6, 0.5001, 0.5002], 'highest')).toEqual(['best', 'second', 'second']);
  });

  it('is nothing undefined, and nothing alone', () => {
    expect(emphases([Number.NaN, 0.2], 'highest')).toEqual([undefined, undefined]);
    expect(emphases([Number.NaN, 0.2, 0.1], 'highest')).toEqual([undefined, 'best', 'second']);
  });
});

describe('a paper table', () => {
  it('for the eye', () => {
    expect(`\n${PAPER_FORMATS.table(table)}`).toMatchInlineSnapshot(`
      "
                            ranks
      resnets                  rho       tau                      MAE
      ───────────────────────────────────────────────────────────────
      last_value  **.914** ± .012     .750    **1.50**   [1.25, 1.75]
      pow4        _-.300_  ± .100†       –    _12.00_  [10.00, 14.00]

                            ranks
      lstms                    rho       tau                      MAE
      ───────────────────────────────────────────────────────────────
      last_value  **.914** ± .000    _.500_     3.00
      pow4        **.914**          **.600**

      · mean and standard deviation over 3 seeds
      "
    `);
  });

  it('on a terminal that shows bold and underlined, as aligned', () => {
    const styled = renderTerminal(table, { styled: true });
    expect(styled).toContain('\x1b[1m.914\x1b[22m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the signs of emphasis
    const seen = styled.replace(/\x1b\[\d+m/g, '').split('\n');
    const ends = seen.filter((line) => /^(last_value|pow4)/.test(line)).map((line) => line.indexOf('.9'));
    expect(new Set(ends.filter((end) => end > 0)).size).toBe(1);
  });

  it('in Markdown', () => {
    expect(`\n${PAPER_FORMATS.markdown(table)}`).toMatchInlineSnapshot(`
      "
      Two estimators, 50 % of the epochs seen

      | set | estimator | ranks rho | ranks tau | MAE |
      | :-- | :-- | --: | --: | --: |
      | resnets | last\\_value | **.914** ± .012 | .750 | **1.50** \\[1.25, 1.75\\] |
      | resnets | pow4 | <ins>-.300</ins> ± .100† | – | <ins>12.00</ins> \\[10.00, 14.00\\] |
      | lstms | last\\_value | **.914** ± .000 | <ins>.500</ins> | 3.00 |
      | lstms | pow4 | **.914** | **.600** |  |

      - mean and standard deviation over 3 seeds
      "
    `);
  });

  it('in LaTeX', () => {
    expect(`\n${PAPER_FORMATS.latex(table)}`).toMatchInlineSnapshot(`
      "
      % needs \\usepackage{booktabs}
      \\begin{table}[t]
      \\centering
      \\caption{Two estimators, 50 \\% of the epochs seen.}
      \\smallskip
      \\begin{tabular}{lrrr}
      \\toprule
       & \\multicolumn{2}{c}{ranks} &  \\\\
      \\cmidrule(lr){2-3}
      estimator & rho & tau & MAE \\\\
      \\midrule
      \\multicolumn{4}{l}{\\textit{resnets}} \\\\
      last\\_value & \\textbf{.914} {\\scriptsize $\\pm$ .012} & .750 & \\textbf{1.50} {\\scriptsize {[}1.25, 1.75]} \\\\
      pow4 & \\underline{$-$.300} {\\scriptsize $\\pm$ .100}\\rlap{$^{\\dagger}$} & -- & \\underline{12.00} {\\scriptsize {[}10.00, 14.00]} \\\\
      \\midrule
      \\multicolumn{4}{l}{\\textit{lstms}} \\\\
      last\\_value & \\textbf{.914} {\\scriptsize $\\pm$ .000} & \\underline{.500} & 3.00 \\\\
      pow4 & \\textbf{.914} & \\textbf{.600} &  \\\\
      \\bottomrule
      \\end{tabular}
      \\par\\smallskip
      \\begin{minipage}{\\linewidth}\\footnotesize mean and standard deviation over 3 seeds.\\end{minipage}
      \\end{table}
      "
    `);
  });

  it('in HTML', () => {
    expect(`\n${PAPER_FORMATS.html(table)}`).toMatchInlineSnapshot(`
      "
      <table class="paper">
      <caption>Two estimators, 50 % of the epochs seen</caption>
      <thead>
      <tr><td></td><th colspan="2" scope="colgroup">ranks</th><th colspan="1" scope="colgroup"></th></tr>
      <tr><th scope="col">estimator</th><th scope="col">rho</th><th scope="col">tau</th><th scope="col">MAE</th></tr>
      </thead>
      <tbody>
      <tr class="group"><th colspan="4" scope="rowgroup">resnets</th></tr>
      <tr><th scope="row">last_value</th><td data-value="0.91449"><strong>.914</strong> <small>± .012</small></td><td data-value="0.75">.750</td><td data-value="1.5"><strong>1.50</strong> <small>[1.25, 1.75]</small></td></tr>
      <tr><th scope="row">pow4</th><td data-value="-0.3"><u>-.300</u> <small>± .100</small><sup>†</sup></td><td>–</td><td data-value="12"><u>12.00</u> <small>[10.00, 14.00]</small></td></tr>
      </tbody>
      <tbody>
      <tr class="group"><th colspan="4" scope="rowgroup">lstms</th></tr>
      <tr><th scope="row">last_value</th><td data-value="0.9141"><strong>.914</strong> <small>± .000</small></td><td data-value="0.5"><u>.500</u></td><td data-value="3">3.00</td></tr>
      <tr><th scope="row">pow4</th><td data-value="0.9139"><strong>.914</strong></td><td data-value="0.6"><strong>.600</strong></td><td></td></tr>
      </tbody>
      <tfoot><tr><td colspan="4"><ul><li>mean and standard deviation over 3 seeds</li></ul></td></tr></tfoot>
      </table>
      "
    `);
  });

  it('in CSV, in full', () => {
    expect(`\n${PAPER_FORMATS.csv(table)}`).toMatchInlineSnapshot(`
      "
      set,estimator,ranks rho,ranks rho std,ranks rho place,ranks rho mark,ranks tau,ranks tau place,MAE,MAE low,MAE high,MAE place
      resnets,last_value,0.91449,0.012,best,,0.75,,1.5,1.25,1.75,best
      resnets,pow4,-0.3,0.1,second,†,,,12,10,14,second
      lstms,last_value,0.9141,0,best,,0.5,second,3,,,
      lstms,pow4,0.9139,,best,,0.6,best,,,,
      "
    `);
  });

  it('in JSON, a cell an object', () => {
    const cells = JSON.parse(PAPER_FORMATS.json(table));
    expect(cells).toHaveLength(12);
    expect(cells[0]).toEqual({
      set: 'resnets',
      estimator: 'last_value',
      over: 'ranks',
      column: 'rho',
      value: 0.91449,
      std: 0.012,
      place: 'best',
    });
    expect(cells[4]).toMatchObject({ column: 'tau', value: null });
  });
});

const nasty = '=cmd|"x"\\%_$#&{}~^<script>alert(1)</script>\x1b[31m\u202e\n*`[a](b)\u4e2d é ρ';
const hostile: PaperTable = {
  caption: nasty,
  stub: nasty,
  columns: [{ title: nasty, over: nasty }, { title: nasty }],
  groups: [
    { title: nasty, rows: [{ name: nasty, cells: [{ value: nasty, mark: nasty }, { value: 0.5 }] }] },
    {
      title: nasty,
      rows: [{ name: '[x]', cells: [{ value: '[y]' }, { value: 0.5, interval: [-0.1, 0.2] }] }],
    },
  ],
  notes: [nasty],
};

describe('names from a file', () => {
  it.each(Object.keys(PAPER_FORMATS) as (keyof typeof PAPER_FORMATS)[])(
    'do not steer a terminal or open a tag: %s',
    (format) => {
      const text = PAPER_FORMATS[format](hostile);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      if (format === 'html' || format === 'markdown') expect(text).not.toContain('<script');
      if (format === 'csv') expect(text).not.toMatch(/(^|,)"?=/m);
    },
  );

  it.skipIf(!hasLatex)('compile as LaTeX', () => {
    const log = compileLatex(renderLatex(hostile, { standalone: true }));
    expect(log).not.toMatch(/^!/m);
  });

  it.skipIf(!hasLatex)('and so does a table with everything', () => {
    const log = compileLatex(renderLatex(table, { standalone: true }));
    expect(log).not.toMatch(/^!|Overfull/m);
  });
});
