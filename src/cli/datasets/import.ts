import type { Command } from 'commander';
import { EXIT } from '../exit-code.ts';

interface ImportFlags {
  readonly out: string;
  readonly as?: string;
  readonly workers?: string;
  readonly quiet?: boolean;
}

/** `nasprobe datasets import`: the official files of a benchmark as one Arrow table. */
export function addImport(datasets: Command): void {
  datasets
    .command('import')
    .description('make one Arrow table of the official files of a benchmark')
    .argument('<PATH>', 'a file or a folder as its authors distribute it (nasprobe datasets list names them)')
    .requiredOption(
      '--out <file.arrow>',
      'the table, written whole or not at all; until then the rows of a folder are kept in <file.arrow>.rows',
    )
    .option('--as <benchmark>', 'which benchmark it is (default: told by the name)')
    .option(
      '--workers <n>',
      'threads that read the files of a folder side by side (default: as many as processors)',
    )
    .option('--quiet', 'no progress')
    .action(importCommand);
}

async function importCommand(path: string, { out, as, workers, quiet }: ImportFlags): Promise<void> {
  const { InputError } = await import('../../input-error.ts');
  if (!/\.arrow$/i.test(out))
    throw new InputError(
      `--out ${out}: is written as .arrow, name it so (datasets convert makes others of it)`,
    );
  const { findImporter, openSource, recogniseImporter } = await import('../../../datasets/import/index.ts');
  const { partsIn } = await import('../../../datasets/import/parts-in.ts');
  const { rowsName } = await import('../../../datasets/import/row-spool.ts');
  const { runImport } = await import('../../run/import/run-import.ts');
  const { checkFolder } = await import('../flags.ts');
  const { showProgress, SILENT } = await import('../progress.ts');
  const { workersOf } = await import('../curve-flags.ts');
  const { onStopSignal } = await import('../on-stop-signal.ts');
  const source = openSource(path);
  const importer = as === undefined ? recogniseImporter(source) : findImporter(as);
  const threads = workersOf(workers);
  checkFolder(out);
  const stop = onStopSignal();
  const say = (text: string): unknown => process.stderr.write(`nasprobe: ${text}\n`);
  const progress = quiet === true ? SILENT : showProgress(process.stderr);
  const total = source.isFolder ? partsIn(importer, source).length : undefined;
  progress.begin(0, total);
  let done = 0;
  const sums = await runImport({
    importer: importer.id,
    path,
    out,
    workers: threads,
    signal: stop.signal,
    follow(rows) {
      done = rows;
      progress.scored(rows, importer.title);
    },
    resumed(rows) {
      if (quiet !== true) say(`${rowsName(out)} holds ${rows} of ${total} files already`);
      progress.begin(rows, total);
    },
  }).finally(stop.release);
  progress.end();
  if (sums === undefined) {
    say(
      source.isFolder
        ? `stopped after ${done} of ${total} files. The same command goes on from there`
        : `stopped after ${done.toLocaleString('en-US')} rows, of which none are kept. The same command begins again`,
    );
    process.exitCode = EXIT.stopped;
    return;
  }
  const { rows, columns } = sums;
  process.stderr.write(
    `${rows.toLocaleString('en-US')} rows and ${columns} columns of ${importer.title} in ${out}\n${importer.cite}\n`,
  );
}
