import type { Command } from 'commander';

interface ConvertFlags {
  readonly out: string;
  readonly map?: string;
  readonly keep?: string;
  readonly space?: string;
}

/** `nasprobe datasets convert`: any table as another, with other names. */
export function addConvert(datasets: Command): void {
  datasets
    .command('convert')
    .description(
      'write a table in another format, with columns renamed or chosen, and architectures spelt officially',
    )
    .argument('<FILE>', 'a table (.arrow, .csv, .json, .jsonl, .parquet, also .gz; - is stdin)')
    .requiredOption('--out <file>', '.arrow, .csv, .json, .jsonl, also .gz; - is stdout, as CSV')
    .option('--map <new=old,…>', 'rename columns, such as arch=architecture,test_acc=acc')
    .option('--keep <columns>', 'only these columns, by their new names, in this order')
    .option('--space <id>', 'spell the column arch officially, and add canonical and index')
    .action(async (file: string, { out, map, keep, space }: ConvertFlags) => {
      const { checkTablePath, writeTable } = await import('../../table/write-table.ts');
      const { listOf } = await import('../flags.ts');
      const { readTable } = await import('../../table/index.ts');
      const { chosen, renamed } = await import('../../../datasets/import/map-columns.ts');
      const { withOfficialNames } = await import('../../../datasets/import/official-names.ts');
      checkTablePath(out);
      let table = await readTable(file);
      if (map !== undefined) table = renamed(table, listOf(map));
      if (space !== undefined) table = withOfficialNames(table, space);
      if (keep !== undefined) table = chosen(table, listOf(keep));
      await writeTable(table, out);
      process.stderr.write(`${table.rows} rows and ${table.columns.length} columns in ${out}\n`);
    });
}
