import type { Command } from 'commander';

interface ImportFlags {
  readonly out: string;
  readonly as?: string;
  readonly quiet?: boolean;
}

/** `nasprobe datasets import`: the official files of a benchmark as one Arrow table. */
export function addImport(datasets: Command): void {
  datasets
    .command('import')
    .description('make one Arrow table of the official files of a benchmark')
    .argument('<PATH>', 'a file or a folder as its authors distribute it (nasprobe datasets list names them)')
    .requiredOption('--out <file.arrow>', 'the table, written whole or not at all')
    .option('--as <benchmark>', 'which benchmark it is (default: told by the name)')
    .option('--quiet', 'no progress')
    .action(importCommand);
}

async function importCommand(path: string, { out, as, quiet }: ImportFlags): Promise<void> {
  const { InputError } = await import('../../input-error.ts');
  if (!/\.arrow$/i.test(out))
    throw new InputError(
      `--out ${out}: is written as .arrow, name it so (datasets convert makes others of it)`,
    );
  const { findImporter, openSource, recogniseImporter } = await import('../../../datasets/import/index.ts');
  const { importBenchmark } = await import('../../../datasets/import/import-benchmark.ts');
  const { checkFolder } = await import('../flags.ts');
  const { showProgress, SILENT } = await import('../progress.ts');
  const { nasprobeVersion } = await import('../../run/version.ts');
  const source = openSource(path);
  const importer = as === undefined ? recogniseImporter(source) : findImporter(as);
  checkFolder(out);
  const progress = quiet === true ? SILENT : showProgress(process.stderr);
  progress.begin(0, undefined);
  const { rows, columns } = await importBenchmark(importer, source, {
    out,
    version: nasprobeVersion(),
    follow: (done) => progress.scored(done, importer.title),
  });
  progress.end();
  process.stderr.write(
    `${rows.toLocaleString('en-US')} rows and ${columns} columns of ${importer.title} in ${out}\n${importer.cite}\n`,
  );
}
