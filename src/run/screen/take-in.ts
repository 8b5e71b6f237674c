import { bestRows } from '../../rank/top-share.ts';
import { growingArchColumn } from './arch-column.ts';
import type { Candidates } from './candidates.ts';
import { growingColumn } from './growing-column.ts';
import { meets } from './limit.ts';
import type { Known } from './quantity.ts';
import type { Intake, ScreenEvent } from './screen-event.ts';
import type { Screening } from './screening.ts';
import { seenArchs } from './seen-archs.ts';

/** The column of the truth; no quantity can be called so, since a table's columns have their own names. */
export const TRUTH = ' truth';

/** No pruning below this many candidates. */
const LEAST_PRUNED = 2 ** 12;

/**
 * Reads the source: counts each architecture, turns away what exceeds a limit or lacks what a stage ranks by and no engine
 * computes, merges duplicates, and holds the rest.
 * A candidate takes 8 bytes and 8 for each number known of it; where the first stage keeps a number by one quantity, no
 * more than four times that number are ever held. Undefined where the signal stopped it.
 */
export async function* takeIn(
  screening: Screening,
): AsyncGenerator<ScreenEvent, { readonly candidates: Candidates; readonly intake: Intake } | undefined> {
  const { space, source, counter, limits, merge, truth, signal } = screening;
  const start = performance.now();
  const isNew = seenArchs(space, merge);
  const archs = growingArchColumn(space);
  const needed = knownOf(
    screening,
    screening.stages.flatMap(({ ranking }) => ranking.of.map(({ name }) => name)),
  );
  const known = knownOf(screening, [
    ...needed.map(({ name }) => name),
    ...limits.map(({ name }) => name),
    ...(screening.pareto === undefined ? [] : [screening.pareto]),
  ]);
  const columns = new Map(
    [...counter.names, ...known.map(({ name }) => name), ...(truth ? [TRUTH] : [])].map((name) => [
      name,
      growingColumn(),
    ]),
  );
  const prune = pruning(screening);
  const turnedAway = limits.map(() => 0);
  let [read, unknown, merged, admitted, held] = [0, 0, 0, 0, 0];
  for await (const portion of source.portions()) {
    if (signal?.aborted) return undefined;
    for (const arch of portion) {
      read += 1;
      const counts = counter.count(arch);
      const limit = limits.findIndex(({ quantity, ...limit }) => {
        const actual =
          quantity.kind === 'count'
            ? counts[quantity.count]
            : quantity.kind === 'known'
              ? quantity.known.valueOf(arch)
              : undefined;
        return !meets(limit, actual ?? Number.NaN);
      });
      if (limit >= 0) turnedAway[limit]! += 1;
      else if (needed.some((column) => !Number.isFinite(column.valueOf(arch)))) unknown += 1;
      else if (!isNew(arch)) merged += 1;
      else {
        archs.push(arch);
        for (const name of counter.names) columns.get(name)!.push(counts[name]!);
        for (const column of known) columns.get(column.name)!.push(column.valueOf(arch));
        if (truth) columns.get(TRUTH)!.push(truth.valueOf(arch));
        admitted += 1;
        held += 1;
      }
    }
    if (prune !== undefined && held >= Math.max(LEAST_PRUNED, 4 * prune.count)) {
      const values = columns.get(prune.name)!.values();
      const rows = bestRows(
        values.map((value) => prune.sign * value),
        prune.count,
      ).sort();
      archs.keep(rows);
      for (const column of columns.values()) column.keep(rows);
      held = rows.length;
    }
    const last = portion.at(-1);
    if (last !== undefined)
      yield { type: 'reading', done: read, arch: last, ...(source.total ? { total: source.total } : {}) };
  }
  return {
    candidates: {
      archs: archs.finish(),
      columns: new Map([...columns].map(([name, column]) => [name, column.values()])),
    },
    intake: {
      read,
      turnedAway: limits.map(({ name, end, value }, i) => ({
        limit: { name, end, value },
        count: turnedAway[i]!,
      })),
      unknown,
      merged,
      admitted,
      seconds: (performance.now() - start) / 1000,
    },
  };
}

/** What tables say, of these quantities; each once. */
function knownOf({ quantityOf }: Screening, names: readonly string[]): Known[] {
  return [...new Set(names)].flatMap((name) => {
    const quantity = quantityOf(name);
    return quantity.kind === 'known' ? [quantity.known] : [];
  });
}

/** Which candidates need not be held while others come: where a number is kept by one quantity that is known at once. */
function pruning({ stages, truth, quantityOf, pareto }: Screening) {
  const { ranking, keep } = stages[0]!;
  const [first] = ranking.of;
  if (ranking.aggregation !== undefined || keep === undefined || !('count' in keep)) return undefined;
  const quantity = quantityOf(first!.name);
  if (quantity.kind === 'proxy' || truth !== undefined) return undefined;
  // The front is drawn among all that enter the last stage.
  if (pareto !== undefined && stages.length === 1) return undefined;
  return {
    name: quantity.name,
    count: keep.count,
    sign: (quantity.better === 'lower') !== first!.reversed ? -1 : 1,
  };
}
