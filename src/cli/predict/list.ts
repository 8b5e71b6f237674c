import type { Command } from 'commander';

/** `nasprobe predict list`: the predictors and the encodings. */
export function addList(predict: Command): void {
  predict
    .command('list')
    .description('the predictors and the encodings')
    .option('--json', 'as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { PREDICTORS } = await import('../../../estimators/predictors/learners/index.ts');
      const { CELL, ENCODINGS } = await import('../../../estimators/predictors/encodings/index.ts');
      const predictors = PREDICTORS.map(({ name, title, reads, cite }) => ({ name, title, reads, cite }));
      const encodings = [
        { name: CELL, title: 'the cell itself, for predictors that read graphs', needs: 'cell', cite: '' },
        ...ENCODINGS.map(({ name, title, needs, cite }) => ({ name, title, needs, cite })),
      ];
      if (json === true) {
        process.stdout.write(`${JSON.stringify({ predictors, encodings })}\n`);
        return;
      }
      const { textTable } = await import('../text-table.ts');
      process.stdout.write(
        textTable(
          ['predictor', 'reads', 'what it is', 'source'],
          predictors.map(({ name, reads, title, cite }) => [name, reads, title, cite]),
        ),
      );
      process.stdout.write('\n');
      process.stdout.write(
        textTable(
          ['encoding', 'needs', 'what it is', 'source'],
          encodings.map(({ name, needs, title, cite }) => [name, needs, title, cite]),
        ),
      );
      process.stdout.write('\nEncodings are joined with +, such as graph+scores.\n');
    });
}
