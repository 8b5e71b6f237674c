import { statSync } from 'node:fs';
import type { Command } from 'commander';

/** `nasprobe datasets describe`: what a table or a folder of images holds. */
export function addDescribe(datasets: Command): void {
  datasets
    .command('describe')
    .description('say what a table of ground truth or a folder of images holds, and where it comes from')
    .argument(
      '<SOURCE>',
      'a table (.arrow, .csv, .json, .jsonl, .parquet, also .gz), a bundled name, or a folder of images',
    )
    .option('--json', 'as JSON')
    .action(async (source: string, { json }: { readonly json?: boolean }) => {
      const isFolder = statSync(source, { throwIfNoEntry: false })?.isDirectory() === true;
      const { BUNDLED_IMAGES } = await import('../../../datasets/images/image-sources.ts');
      const isImages = isFolder || BUNDLED_IMAGES.some(({ name }) => name === source);
      const description = isImages
        ? (await import('./describe-images.ts')).describeImages(source)
        : await (await import('./describe-table.ts')).describeTable(source);
      process.stdout.write(
        json === true ? `${JSON.stringify(description.json, null, 2)}\n` : description.text,
      );
    });
}

/** What a command prints: for the eye and for programs. */
export interface Description {
  readonly text: string;
  readonly json: unknown;
}
