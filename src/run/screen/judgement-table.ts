import type { PaperRow, PaperTable } from '../../report/paper-table.ts';
import { count, fixed, percent } from '../../report/written-number.ts';
import type { Judgement } from './judge.ts';
import type { StageReport } from './screen-event.ts';

/** What each stage kept, and what as many drawn at random would be worth. */
export function judgementTable(judgement: Judgement, reports: readonly StageReport[]): PaperTable {
  const { target, best, stages, random } = judgement;
  const top = stages.at(-1)!;
  const rows: PaperRow[] = stages.map((stage, i) => ({
    name: i < stages.length - 1 ? `after ${reports[i]!.ranking}` : 'top',
    cells: [{ value: stage.known }, { value: stage.best }, { value: stage.regret }, { value: stage.recall }],
  }));
  const [low, high] = random.best.interval;
  rows.push({
    name: 'as many at random',
    cells: [
      { value: top.known },
      { value: random.best.mean, interval: [low, high] },
      { value: best - random.best.mean, interval: [best - high, best - low] },
      { value: random.recall.mean, interval: random.recall.interval },
    ],
  });
  return {
    caption: `What the screening kept, judged by ${target}`,
    stub: target,
    columns: [
      { title: 'known', write: count },
      { title: 'best', write: fixed(2) },
      { title: 'regret', write: fixed(2) },
      { title: 'recall of the best 1 %', write: (share) => `${fixed(1)(100 * share)} %` },
    ],
    groups: [{ rows }],
    notes: notesOf(judgement, top.known),
  };
}

function notesOf({ known, best, bestCount, random }: Judgement, trained: number): string[] {
  const { trainings, confidence } = random;
  const [low, high] = trainings.interval;
  const saved = Math.round(trainings.mean - trained);
  return [
    `${count(known)} candidates have a truth, the best ${fixed(2)(best)}; the best 1 % are ${count(bestCount)}`,
    `random search would train ${count(Math.round(trainings.mean))} on average (${percent(confidence)} from ${count(low)} to ${count(high)}) until one is as good as the best of the top ${count(trained)}: ${count(Math.abs(saved))} trainings ${saved < 0 ? 'lost' : 'saved'}`,
    `intervals hold ${percent(confidence)} of all random draws without replacement, exactly`,
  ];
}
