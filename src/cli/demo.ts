import type { Command } from 'commander';

/** `nasprobe demo`, which is `npm start`: the main job on what comes with the package, in about a minute. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('score a sample of real architectures with every proxy and rank the proxies')
    .option('--archs <n>', 'architectures drawn from NAS-Bench-201', '24')
    .option('--seed <n>', 'of the draw, the weights and the images', '0')
    .option('--batch <n>', 'images in the batch', '32')
    .option('--workers <n>', 'worker threads (default: as many as processors)')
    .option('--quiet', 'no progress')
    .action(
      async (flags: { archs: string; seed: string; batch: string; workers?: string; quiet?: boolean }) => {
        const { scoreRequest } = await import('./score-request.ts');
        const { archs, seed, batch, workers, quiet = false } = flags;
        const run = await scoreRequest([], {
          space: 'nasbench201',
          archs,
          proxies: 'default',
          seed,
          batch,
          engine: 'auto',
          images: 'random',
          ...(workers === undefined ? {} : { workers }),
        });
        const { runDemo } = await import('./run-demo.ts');
        await runDemo(run, quiet);
      },
    );
}
