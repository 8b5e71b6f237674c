import type { Command } from 'commander';
import { inRange, isCount } from './flags.ts';

/** `nasprobe demo`, which is `npm start`: the main job on what comes with the package, in about a minute. */
export function addDemo(command: Command): void {
  command
    .option('--archs <n>', 'architectures drawn from nas201-fashion', '250')
    .option('--seed <n>', 'of the draw, the weights and the images', '0')
    .option('--batch <n>', 'images in the batch', '64')
    .option('--workers <n>', 'worker threads (default: as many as processors)')
    .option('--quiet', 'no progress')
    .action(
      async (flags: { archs: string; seed: string; batch: string; workers?: string; quiet?: boolean }) => {
        const whole = (option: 'archs' | 'seed' | 'batch', least: number) =>
          inRange(option, flags[option], (x) => isCount(x) && x >= least, `a whole number from ${least} up`);
        const request = { archs: whole('archs', 3), seed: whole('seed', 0), batch: whole('batch', 2) };
        const workers =
          flags.workers === undefined
            ? {}
            : {
                workers: inRange(
                  'workers',
                  flags.workers,
                  (x) => isCount(x) && x > 0,
                  'a whole number from 1 up',
                ),
              };
        const { runDemo } = await import('./run-demo.ts');
        await runDemo({ ...request, ...workers, quiet: flags.quiet === true });
      },
    );
}
