import type { Command } from 'commander';

/** `nasprobe merge`: joins shards of one run, or tables of the same columns. */
export function addMerge(command: Command): void {
  command
    .argument('<FILE...>', 'tables (.arrow, .csv, .json, .jsonl, .parquet, also .gz; - is stdin)')
    .requiredOption(
      '--out <file>',
      'where to write: .arrow, .csv, .json, .jsonl, also .gz; - is stdout, as CSV',
    )
    .action(async (files: string[], { out }: { readonly out: string }) => {
      const { mergeFiles } = await import('../table/merge-files.ts');
      const { rows, notes } = await mergeFiles(files, out);
      for (const note of notes) process.stderr.write(`${note}\n`);
      process.stderr.write(
        `${rows} rows of ${files.length} ${files.length === 1 ? 'table' : 'tables'} in ${out}\n`,
      );
    });
}
