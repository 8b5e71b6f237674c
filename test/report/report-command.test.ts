import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addReport } from '../../src/cli/report.ts';
import { randomStream } from '../../src/random/index.ts';
import { writeTable } from '../../src/table/write-table.ts';
import { type Browser, hasChromium, type Page, startBrowser, type View } from './chromium.ts';
import { scoresOf, truth } from './study.ts';
import { tableOf } from './tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'nasprobe-report-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

async function report(name: string, ...args: string[]): Promise<string> {
  const program = new Command('nasprobe').exitOverride().configureOutput({ writeErr: () => {} });
  addReport(program.command('report'));
  await program.parseAsync(['report', ...args, '--resamples', '20', '--out', at(name)], { from: 'user' });
  return readFileSync(at(name), 'utf8');
}

const attack = `</script><script>window.attacked = 1</script><img src=x onerror="window.attacked = 2">\u202e`;
let page = '';

beforeAll(async () => {
  await writeTable(scoresOf(1), at('scores.csv'));
  await writeTable(truth, at('truth.csv'));
  page = await report(
    'small.html',
    at('scores.csv'),
    '--truth',
    at('truth.csv'),
    '--titles',
    'test=CIFAR-10',
  );
  const arch = ['a', 'b', 'c', 'd'].map((letter) => letter + attack);
  await writeTable(
    tableOf('s', { arch, [`p${attack}`]: [1, 2, 3, 4], q: [2, 1, 3, 4] }),
    at('hostile-scores.json'),
  );
  await writeTable(tableOf('t', { arch, [`t${attack}`]: [1, 2, 4, 3] }), at('hostile-truth.json'));
  await report(
    'hostile.html',
    at('hostile-scores.json'),
    '--truth',
    at('hostile-truth.json'),
    '--title',
    attack,
  );
  const stream = randomStream(2, 'report');
  const many = Array.from({ length: 15_625 }, (_, i) => `|nor_conv_3x3~0|+|none~0|none~1| ${i}`);
  const accuracy = many.map((_, i) => stream.normal(i));
  await writeTable(
    tableOf('s', { arch: many, p: accuracy.map((value, i) => value + stream.normal(20_000 + i)) }),
    at('many-scores.csv'),
  );
  await writeTable(tableOf('t', { arch: many, accuracy }), at('many-truth.csv'));
  await report('many.html', at('many-scores.csv'), '--truth', at('many-truth.csv'));
});

describe('the page', () => {
  it('asks the network for nothing, and lets no script run but its own', () => {
    const named = page.replaceAll('http://www.w3.org/2000/svg', '');
    expect(named).not.toMatch(/https?:|src=|@import|url\((?!#)/);
    expect(page).toMatch(
      /content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/=]{44}'"/,
    );
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  it('is the same bytes each time', async () => {
    const args = [at('scores.csv'), '--truth', at('truth.csv'), '--titles', 'test=CIFAR-10'];
    expect(await report('again.html', ...args)).toBe(page);
  });
});

it('shows a sample of a large table that favours no kind of row, and says so', async () => {
  const rows = Array.from({ length: 62_500 }, (_, row) => row);
  const arch = rows.map((row) => `net ${row}`);
  await writeTable(tableOf('s', { arch, p: rows.map((row) => Math.sin(row)) }), at('large-scores.csv'));
  await writeTable(tableOf('t', { arch, accuracy: rows.map((row) => Math.cos(row)) }), at('large-truth.csv'));
  const large = await report('large.html', at('large-scores.csv'), '--truth', at('large-truth.csv'));
  const [, json] = large.match(/id="data">(.*?)<\/script>/)!;
  const { benchmarks } = JSON.parse(json!) as { benchmarks: { rows: number; archs: string[] }[] };
  const shown = benchmarks[0]!.archs.map((name) => Number(name.slice(4)));
  expect(benchmarks[0]!.rows).toBe(62_500);
  expect(Math.abs(shown.length - 50_000)).toBeLessThan(10);
  // An enumerated space repeats its operations every 5, 25, 125, … rows.
  for (const period of [5, 25, 125]) {
    const kinds = new Int32Array(period);
    for (const row of shown) kinds[row % period]! += 1;
    for (const kind of kinds) expect((kind * period) / shown.length).toBeCloseTo(1, 1);
  }
  expect(large).toContain(`shows ${shown.length.toLocaleString('en')} of 62,500 architectures`);
});

describe.skipIf(!hasChromium)('in a browser', () => {
  let browser: Browser;
  beforeAll(() => {
    browser = startBrowser();
  });
  afterAll(() => browser.close());
  const open = (name: string, view: View = { width: 1280, height: 900 }) =>
    browser.open(pathToFileURL(at(name)).href, view);
  const closing = async (page: Page, use: () => Promise<void>) => {
    try {
      await use();
    } finally {
      await page.close();
    }
  };
  const hover = async (page: Page, index: number) => {
    const place = await page.evaluate<{ x: number; y: number }>(
      `(() => { canvas.scrollIntoView({ block: 'center' }); const box = canvas.getBoundingClientRect(); return { x: box.x + points[${index}].x, y: box.y + points[${index}].y }; })()`,
    );
    await page.moveTo(place.x, place.y);
    return page.evaluate<string>(`tip.hidden ? '' : tip.textContent`);
  };

  it('sorts, filters, chooses and names points, without a complaint', async () => {
    const page = await open('small.html');
    await closing(page, async () => {
      const names = () =>
        page.evaluate<string[]>(
          `[...tables[0].tBodies[0].rows].filter((row) => !row.hidden).map((row) => row.cells[0].textContent)`,
        );
      const click = (column: number) =>
        page.evaluate(`tables[0].tHead.rows[0].cells[${column}].querySelector('button').click()`);
      expect(await names()).toEqual(['strong', 'good', 'weak', 'latency']);
      await click(1);
      await click(1);
      expect(await names()).toEqual(['latency', 'weak', 'good', 'strong']);
      await click(1);
      expect(await names()).toEqual(['strong', 'good', 'weak', 'latency']);
      await click(0);
      expect(await names()).toEqual(['good', 'latency', 'strong', 'weak']);
      await page.evaluate(`filter.value = 'wea, LAT'; filter.dispatchEvent(new Event('input'))`);
      expect(await names()).toEqual(['latency', 'weak']);

      await page.evaluate(`tables[1].tBodies[0].rows[1].click()`);
      expect(
        await page.evaluate(`[proxy.selectedOptions[0].textContent, target.selectedOptions[0].textContent]`),
      ).toEqual(['good', 'valid']);
      await page.evaluate(`tables[0].tBodies[0].rows[0].click(); ranks.click()`);
      const said = await hover(page, 7);
      const seen = await page.evaluate<{ arch: string; score: number; truth: number }>(
        `({ arch: shown.benchmark.archs[points[7].row], score: points[7].score, truth: points[7].truth })`,
      );
      expect(said).toBe(
        `${seen.arch}\n${await page.evaluate('shown.proxy.title')} ${seen.score}\nCIFAR-10 ${seen.truth}`,
      );
      expect(seen.arch).toMatch(/^net \d+$/);
      expect(page.complaints).toEqual([]);
    });
  });

  it('shows 15,625 points and names each', async () => {
    const page = await open('many.html', { width: 400, height: 800, dark: true });
    await closing(page, async () => {
      expect(await page.evaluate('points.length')).toBe(15_625);
      expect(await page.evaluate('count.textContent')).toBe('15,625 architectures');
      const arch = await page.evaluate<string>('shown.benchmark.archs[points[1234].row]');
      expect(await hover(page, 1234)).toMatch(/^\|nor_conv_3x3~0\|.* \d+\np \S+\naccuracy \S+$/);
      const named = await page.evaluate<string>('tip.textContent.split("\\n")[0]');
      // Among so many another may lie at the same place, to the pixel.
      const apart = await page.evaluate<number>(
        `(() => { const at = (name) => points.find((one) => shown.benchmark.archs[one.row] === name); const [a, b] = [at(${JSON.stringify(arch)}), at(${JSON.stringify(named)})]; return Math.hypot(a.x - b.x, a.y - b.y); })()`,
      );
      expect(apart).toBeLessThan(1);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(22, 24, 27)');
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(page.complaints).toEqual([]);
    });
  });

  it('executes nothing that names say', async () => {
    const page = await open('hostile.html');
    await closing(page, async () => {
      expect(await hover(page, 2)).toContain('</script><script>window.attacked = 1</script>');
      expect(await page.evaluate('tables[0].tBodies[0].rows[0].cells[0].textContent')).toContain(
        '<img src=x',
      );
      expect(await page.evaluate('String(window.attacked)')).toBe('undefined');
      expect(await page.evaluate(`document.querySelectorAll('img, script').length`)).toBe(2);
      expect(page.complaints).toEqual([]);
    });
  });
});
