import type { Command } from 'commander';

/** `nasprobe datasets list`: what can be imported, and what comes with the package. */
export function addList(datasets: Command): void {
  datasets
    .command('list')
    .description('list the benchmarks that can be imported, and the data that come with the package')
    .option('--json', 'as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { IMPORTERS } = await import('../../../datasets/import/index.ts');
      const { BUNDLED_TRUTHS } = await import('../../../datasets/truth.ts');
      const { BUNDLED_IMAGES, IMAGE_LAYOUTS } = await import('../../../datasets/images/image-sources.ts');
      const importers = IMPORTERS.map(({ id, title, files, cite, licence, home, notes }) => ({
        id,
        title,
        files,
        cite,
        licence,
        home,
        notes,
      }));
      if (json === true) {
        const layouts = IMAGE_LAYOUTS.map(({ name, files }) => ({ name, files }));
        const listed = { importers, truths: BUNDLED_TRUTHS, images: BUNDLED_IMAGES, layouts };
        process.stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
        return;
      }
      const parts = [
        ...importers.map(({ id, title, files, cite, licence, home }) =>
          [
            `${id}: ${title}`,
            `  files      ${files}`,
            `  from       ${home} (${licence})`,
            `  published  ${cite}`,
          ].join('\n'),
        ),
        ...BUNDLED_TRUTHS.map(({ name, title }) => `${name} (comes with the package, a truth): ${title}`),
        ...BUNDLED_IMAGES.map(
          ({ name, title, cite }) =>
            `${name} (comes with the package, images): ${title}\n  published  ${cite}`,
        ),
        [
          'folders of images (--images)',
          ...IMAGE_LAYOUTS.map(({ name, files }) => `  ${name}: ${files}`),
        ].join('\n'),
      ];
      process.stdout.write(`${parts.join('\n\n')}\n`);
    });
}
