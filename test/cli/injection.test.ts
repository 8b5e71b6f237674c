import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';
import { scanCsv } from '../../src/table/csv-cells.ts';
import { tableFromBytes } from '../../src/table/read-table.ts';
import { nasprobe } from './nasprobe.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-injection-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names that mean something to a spreadsheet, a browser, LaTeX, a terminal. */
const NAMES = [
  '=HYPERLINK("http://x","y")',
  '@SUM(1+1)*cmd|calc',
  '-2+3',
  '"><script>alert(1)</script><img src=x onerror=alert(2)>',
  "';alert(3)//</style></svg>",
  '\\input{secret}%$&#_^~{}',
  '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eend',
  '| a | b |`x`*y*[z](http://x)<br>',
];
const ROWS = 40;
const records = Array.from({ length: ROWS }, (_, row) => ({
  arch: `${NAMES[row % NAMES.length]} ${row}`,
  ...Object.fromEntries(NAMES.map((name, i) => [name, (row * (2 * i + 3)) % 37])),
}));
const scores = join(folder, 'scores.json');
writeFileSync(scores, JSON.stringify(records));
const target = '=1+1<script>alert(4)</script>\\write18{x}\u001b[31m';
const truth = join(folder, 'truth.json');
writeFileSync(truth, JSON.stringify(records.map(({ arch }, row) => ({ arch, [target]: row % 29 }))));
const curves = join(folder, 'curves.json');
writeFileSync(
  curves,
  JSON.stringify(
    records.map(({ arch }, row) => ({
      arch,
      val_acc: Array.from({ length: 8 }, (_, i) => 0.9 - (0.3 + row / 100) / (i + 1)),
    })),
  ),
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/;

/** Cells that a spreadsheet would take for formulas. */
function formulasIn(csv: Buffer): string[] {
  const cells: string[] = [];
  scanCsv(csv, 0x2c, 'output', {
    cell: (_row, _column, start, end) => cells.push(csv.toString('utf8', start, end)),
    row: () => true,
  });
  return cells.filter((cell) => /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell)));
}

/** What no output of a format may hold. */
const CHECKS: Readonly<Record<string, (text: string) => void>> = {
  csv(text) {
    expect(text).not.toMatch(CONTROLS);
    expect(formulasIn(Buffer.from(text))).toEqual([]);
  },
  html(text) {
    expect(text).not.toMatch(CONTROLS);
    expect(text).not.toMatch(/<script>alert|<img|<\/style><\/svg>/);
  },
  svg(text) {
    expect(text).not.toMatch(CONTROLS);
    expect(text).not.toMatch(/<script|<img|<\/style><\/svg>/);
  },
  latex(text) {
    expect(text).not.toMatch(CONTROLS);
    // TeX reads nothing of a comment, which ends with its line.
    expect(text.replaceAll(/^%.*$/gm, '')).not.toMatch(/\\(input|write18)\b/);
  },
  markdown(text) {
    expect(text).not.toMatch(CONTROLS);
    expect(text).not.toMatch(/<script>|<img|(?<!\\)\[z\]\(/);
  },
  table: (text) => expect(text).not.toMatch(CONTROLS),
  json(text) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\0-\x08\x0b-\x1f]/);
    for (const line of text.trim().startsWith('[') ? [text] : text.trim().split('\n')) JSON.parse(line);
  },
};

const study = [scores, '--truth', truth];
const COMMANDS: readonly (readonly [command: string, args: readonly string[], formats: readonly string[]])[] =
  [
    ['rank', [...study, '--targets', target], ['table', 'csv', 'json', 'markdown', 'latex']],
    ['table', study, ['table', 'csv', 'json', 'markdown', 'latex', 'html']],
    [
      'curves fit',
      [curves, '--seen', '0.5', '--workers', '1', '--quiet', '--rows', '0,1,2,3,4,5,6,7'],
      ['table', 'csv', 'json'],
    ],
  ];

describe.each(COMMANDS)('%s', (command, args, formats) => {
  it.each(formats)(
    'names from files mean nothing in %s',
    async (format) => {
      const { code, stdout, stderr } = await nasprobe([...command.split(' '), ...args, '--format', format]);
      expect([code, stdout === '']).toEqual([0, false]);
      CHECKS[format]!(stdout);
      CHECKS.table!(stderr);
    },
    120_000,
  );
});

it.each(['scatter', 'heatmap', 'forest', 'cost', 'top'])(
  'nor in the figure %s',
  async (figure) => {
    const out = join(folder, `${figure}.svg`);
    const { code, stderr } = await nasprobe(['plot', figure, ...study, '--out', out]);
    CHECKS.table!(stderr);
    // A figure that cannot be drawn of these is refused in one line, which is printed safely too.
    if (code === 0) CHECKS.svg!(readFileSync(out, 'utf8'));
    else expect(code).toBe(2);
  },
  120_000,
);

it('nor in the report', async () => {
  const out = join(folder, 'report.html');
  const { code } = await nasprobe(['report', ...study, '--out', out]);
  expect(code).toBe(0);
  CHECKS.html!(readFileSync(out, 'utf8'));
}, 120_000);

it('nor in a table that is written as CSV, which reads back as it was', async () => {
  const out = join(folder, 'merged.csv');
  expect((await nasprobe(['merge', scores, '--out', out])).code).toBe(0);
  const bytes = readFileSync(out);
  expect(formulasIn(bytes)).toEqual([]);
  const table = await tableFromBytes(bytes, out);
  expect(table.columns.map(({ name }) => name)).toEqual(['arch', ...NAMES]);
  expect(table.columns[0]!.values).toEqual(records.map(({ arch }) => arch));
}, 60_000);

it('nor in a refusal', async () => {
  const { code, stderr } = await nasprobe(['rank', scores, '--truth', truth, '--targets', 'nothing like it']);
  expect([code, stderr.trimEnd().split('\n').length]).toEqual([2, 1]);
  CHECKS.table!(stderr);
});

it.each(['csv', 'json'])(
  'nor in what `predict apply` writes as %s',
  async (format) => {
    const model = join(folder, `model-${format}.json`);
    const fit = ['predict', 'fit', ...study, '--scores', scores, '--target', target, '--encoding', 'scores'];
    const args = fit.filter((word, i) => word !== scores || fit[i - 1] === '--scores');
    const fitted = await nasprobe([...args, '--predictor', 'ridge', '--out', model]);
    expect([fitted.code, fitted.stderr]).toEqual([0, expect.not.stringMatching(CONTROLS)]);
    const out = join(folder, `predicted.${format}`);
    const { code, stderr } = await nasprobe(['predict', 'apply', model, scores, '--out', out]);
    expect(code).toBe(0);
    CHECKS.table!(stderr);
    const bytes = readFileSync(out);
    expect(bytes.toString()).toContain('HYPERLINK');
    // A table is kept as it is, control characters too; they do not reach a terminal.
    if (format === 'csv') expect(formulasIn(bytes)).toEqual([]);
    else CHECKS[format]!(bytes.toString());
  },
  120_000,
);

it.each(['csv', 'json', 'table', 'markdown', 'latex', 'html'])(
  'nor in the result of `screen`, as %s',
  async (format) => {
    // Architectures are spelt by their space; the columns of tables are named by whoever made them.
    const known = join(folder, 'known.json');
    const archs = nasbench201.sample(ROWS, 1);
    writeFileSync(known, JSON.stringify(archs.map((arch, row) => ({ ...records[row], arch }))));
    const out = join(folder, `top-${format}.csv`);
    const stages = [NAMES[1]!, NAMES[4]!].flatMap((name) => ['--stage', `${name}:10`]);
    const args = ['screen', '--scores', known, ...stages, '--archs', known, '--top', '5', '--quiet'];
    const written = ['--format', format, '--out', out, '--no-supervise'];
    const { code, stdout, stderr } = await nasprobe([...args, ...written]);
    expect(code, stderr).toBe(0);
    CHECKS.table!(stderr);
    CHECKS[format]!(stdout);
    CHECKS.csv!(readFileSync(out, 'utf8'));
  },
  120_000,
);
