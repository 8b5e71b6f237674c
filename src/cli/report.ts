import type { Command } from 'commander';
import { checkFolder } from './flags.ts';
import { addStudyOptions, measureOptions, readStudy, type StudyFlags, titlesOf } from './study-flags.ts';

interface ReportFlags extends StudyFlags {
  readonly title: string;
  readonly out: string;
}

/** `nasprobe report`: tables, figures and every architecture on one page. */
export function addReport(command: Command): void {
  addStudyOptions(command)
    .option('--title <text>', 'of the page', 'How well proxies order architectures')
    .option('--out <file>', 'write there, not to stdout', '-')
    .action(async (scores: string[], flags: ReportFlags) => report(scores, flags));
}

async function report(scorePaths: string[], flags: ReportFlags): Promise<void> {
  const options = { ...measureOptions(flags), titles: titlesOf(flags), title: flags.title };
  if (flags.out !== '-') checkFolder(flags.out);
  const study = await readStudy(scorePaths, flags);
  const { reportPage } = await import('../report/report-page.ts');
  const { nasprobeVersion } = await import('../run/version.ts');
  const { followMeasuring } = await import('./follow-measuring.ts');
  const page = followMeasuring((progress) =>
    reportPage(study, { ...options, ...progress, maker: `nasprobe ${nasprobeVersion()}` }),
  );
  const { writeAtomically } = await import('../table/write-atomically.ts');
  await writeAtomically(flags.out, [new TextEncoder().encode(page)]);
}
