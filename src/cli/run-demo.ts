import { findProxy } from '../../proxies/index.ts';
import { kendall, spearman } from '../rank/index.ts';
import { proxyCosts } from '../run/proxy-costs.ts';
import { runScores, type ScoreRun } from '../run/run-scores.ts';
import type { ArchScores } from '../run/score-config.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';
import { textTable } from './text-table.ts';

/** What stands in for the truth while no accuracies come with the package. */
const STAND_IN = 'macs';

/** Scores the sample, then prints what each proxy costs, how it correlates with the stand-in, and with the others. */
export async function runDemo(run: ScoreRun, quiet: boolean): Promise<void> {
  const { config, plan } = run;
  const progress = quiet ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  const scored: ArchScores[] = [];
  const began = performance.now();
  let workers = 0;
  try {
    for await (const event of runScores({ ...run, signal: stop.signal })) {
      if (event.type === 'started') {
        workers = event.workers;
        progress.begin(event.done, event.total);
      } else if (event.type === 'scored') {
        scored.push(event.scores);
        progress.scored(event.done, event.scores.arch);
      } else progress.end();
    }
  } finally {
    stop.release();
  }
  if (stop.signal.aborted) {
    process.exitCode = 130;
    return;
  }
  const seconds = (performance.now() - began) / 1000;
  const costs = await proxyCosts(config, plan.archs.slice(0, 2));
  const { channels, cells, size } = config.skeleton;
  const together = (seconds * workers) / scored.length;
  const alone = [...costs.values()].reduce((total, cost) => total + cost, 0);
  const write = (text: string) => process.stdout.write(`${text}\n`);
  write(
    `${scored.length} NAS-Bench-201 networks drawn with seed ${config.seed} (C = ${channels}, N = ${cells}, ${size} x ${size} random images, batch ${config.batch}),`,
  );
  write(
    `${config.proxies.length} proxies each, ${workers} worker thread(s), ${seconds.toFixed(1)} s: ${together.toFixed(2)} thread-seconds a network for all together, ${alone.toFixed(2)} one by one.\n`,
  );
  write(correlationTable(config.proxies, scored, costs));
  write(
    "rho is Spearman's and tau Kendall's rank correlation with the multiply-accumulates (MACs) of the network.",
  );
  write(
    'No accuracies come with the package yet, so size stands in for the truth here: a proxy that merely counts does',
  );
  write('well. Against measured accuracies: nasprobe rank SCORES --truth TABLE.\n');
  write('Spearman between proxies, in percent');
  process.stdout.write(proxyMatrix(config.proxies, scored));
}

/** A proxy's values for the architectures on which both it and the other are finite. */
function finitePairs(scored: readonly ArchScores[], a: string, b: string): [number[], number[]] {
  const x: number[] = [];
  const y: number[] = [];
  for (const { scores } of scored) {
    const [first, second] = [scores[a], scores[b]];
    if (first?.status !== 'ok' || second?.status !== 'ok') continue;
    x.push(first.value);
    y.push(second.value);
  }
  return [x, y];
}

function correlationTable(
  proxies: readonly string[],
  scored: readonly ArchScores[],
  costs: ReadonlyMap<string, number>,
): string {
  const rows = proxies.map((name) => {
    const finite = scored.filter(({ scores }) => scores[name]!.status === 'ok').length;
    const [x, y] = finitePairs(scored, name, STAND_IN);
    const itself = name === STAND_IN;
    return {
      order: itself ? 2 : Math.abs(spearman(x, y)),
      cells: [
        name,
        findProxy(name).title,
        `${(1000 * costs.get(name)!).toFixed(costs.get(name)! < 0.01 ? 1 : 0)}`,
        String(finite),
        itself ? '-' : spearman(x, y).toFixed(3),
        itself ? '-' : kendall(x, y).toFixed(3),
      ],
    };
  });
  rows.sort((a, b) => b.order - a.order);
  return textTable(
    ['proxy', 'title', 'ms alone', 'finite', 'rho(MACs)', 'tau(MACs)'],
    rows.map(({ cells }) => cells),
    new Set([2, 3, 4, 5]),
  );
}

/** Correlations of every two proxies, below the diagonal; columns by the number of the row. */
function proxyMatrix(proxies: readonly string[], scored: readonly ArchScores[]): string {
  const rows = proxies.map((a, i) => [
    `${i + 1} ${a}`,
    ...proxies.slice(0, -1).map((b, j) => {
      return j < i ? (100 * spearman(...finitePairs(scored, a, b))).toFixed(0) : '';
    }),
  ]);
  const header = ['', ...proxies.slice(0, -1).map((_, i) => String(i + 1))];
  return textTable(header, rows, new Set(proxies.map((_, i) => i + 1)));
}
