import { meanOverSeeds, type TrainedRun } from '../../datasets/trained-runs.ts';
import { readTrainings, truthPath } from '../../datasets/truth.ts';
import { InputError } from '../input-error.ts';
import { drawn } from '../random/index.ts';
import { correlate } from '../report/correlate.ts';
import { RENDERERS } from '../report/render.ts';
import { makePlan } from '../run/plan.ts';
import { resolveConfig } from '../run/resolve-config.ts';
import { runScores } from '../run/run-scores.ts';
import type { ArchScores } from '../run/score-config.ts';
import { tableOfScores } from '../run/scores-table.ts';
import { seedAgreements } from '../run/train/summary.ts';
import { findSpace } from '../spaces/index.ts';
import type { Skeleton } from '../spaces/space.ts';
import { protocolOf, readTable } from '../table/index.ts';
import { EXIT } from './exit-code.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';

const TRUTH = 'nas201-fashion';

export interface DemoRequest {
  readonly archs: number;
  readonly seed: number;
  readonly batch: number;
  readonly workers?: number;
  readonly quiet: boolean;
}

/** Scores a sample of the bundled benchmark on its images and skeleton, and ranks the proxies against its accuracies. */
export async function runDemo({ archs, seed, batch, workers, quiet }: DemoRequest): Promise<void> {
  const runs = await readTrainings(TRUTH);
  const truth = { source: TRUTH, columns: meanOverSeeds(runs), metadata: new Map<string, string>() };
  const known = [...new Set(runs.map(({ arch }) => arch))];
  const { space, skeleton } = await trainedOn();
  const config = resolveConfig({ space, skeleton, images: 'fashion', seed, batch });
  const plan = await makePlan(
    findSpace(config.space),
    { kind: 'listed', archs: drawn(known, archs, seed, 'demo') },
    seed,
  );
  const progress = quiet ? SILENT : showProgress(process.stderr);
  const stop = onStopSignal();
  const scored: ArchScores[] = [];
  const began = performance.now();
  let threads = 0;
  const run = { config, plan, signal: stop.signal, ...(workers === undefined ? {} : { workers }) };
  try {
    for await (const event of runScores(run)) {
      if (event.type === 'started') {
        threads = event.workers;
        progress.begin(event.done, event.total);
      } else if (event.type === 'scored') {
        scored.push(event.scores);
        progress.scored(event.done, event.scores.arch);
      } else if (event.type === 'finished') progress.end();
    }
  } finally {
    stop.release();
  }
  if (stop.signal.aborted) {
    process.exitCode = EXIT.stopped;
    return;
  }
  const seconds = (performance.now() - began) / 1000;
  const { channels, cells, size } = skeleton;
  const report = correlate(
    tableOfScores(config.proxies, scored, 'scores'),
    { ...truth, rows: known.length },
    { targets: ['test'] },
  );
  const write = (text: string) => process.stdout.write(`${text}\n`);
  write(
    `${scored.length} of the ${known.length} NAS-Bench-201 cells of ${TRUTH}, C = ${channels}, N = ${cells}, on ${batch} of its ${size} x ${size} images:`,
  );
  write(
    `${config.proxies.length} proxies each in ${seconds.toFixed(1)} s on ${threads} thread(s), against the test accuracy after training.\n`,
  );
  write(RENDERERS.table(report));
  write(ceilingOf(runs));
}

/** What the benchmark's networks were: the proxies must see the same. */
async function trainedOn(): Promise<{ readonly space: string; readonly skeleton: Skeleton }> {
  const path = truthPath(TRUTH);
  const protocol = protocolOf((await readTable(path)).metadata, path);
  const { space, skeleton } = protocol ?? {};
  if (typeof space !== 'string' || typeof skeleton !== 'object') {
    throw new InputError(`${path}: its protocol names no skeleton, install the package again`);
  }
  return { space, skeleton: skeleton as Skeleton };
}

/** How well one training orders what another trained: no proxy can be expected to do better against one seed. */
function ceilingOf(runs: readonly TrainedRun[]): string {
  const agreements = seedAgreements(runs);
  if (agreements.length === 0) return 'Noise ceiling: unknown, every architecture was trained once.';
  const mean = agreements.reduce((sum, { spearman }) => sum + spearman, 0) / agreements.length;
  return `Noise ceiling: two trainings of the same ${agreements[0]!.architectures} cells with different seeds correlate ${mean.toFixed(3)} (Spearman, mean of ${agreements.length} pair(s) of seeds).`;
}
