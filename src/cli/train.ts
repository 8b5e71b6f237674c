import type { Command } from 'commander';
import { EXIT } from './exit-code.ts';
import { addRecipeOptions } from './recipe-flags.ts';
import type { TrainFlags } from './train-request.ts';

/** `nasprobe train`: trains networks for real. Curves go to a file, a summary to stdout, all else to stderr. */
export function addTrain(command: Command): void {
  command
    .argument('[ARCH...]', "architectures in the space's own notation")
    .requiredOption('--out <file>', 'an .arrow file; the same command again goes on, more --archs extend it')
    .option('--space <id>', "a space's id (nasprobe spaces lists them)", 'nasbench201')
    .option('--archs <which>', 'FILE with an arch column or one a line | all | N drawn')
    .option('--draw <n>', 'the seed of that draw', '0')
    .option('--distinct', 'draw connected architectures, each of another isomorphism class')
    .option('--seeds <list>', 'seeds of the trainings, such as 0,1,2', '0')
    .option('--repeat <n>', 'train only the first N architectures with every seed, the rest with the first');
  addRecipeOptions(command, '12')
    .option('--hours <h>', 'stop cleanly after so long; the same command goes on')
    .option('--workers <n>', 'worker threads (default: as many as processors)')
    .option('--deterministic', 'results to the last bit the same on every kind of processor')
    .option('--strict', 'exit 1 if some training failed')
    .option('--no-supervise', 'with --out: do not start again where the process crashes')
    .option('--quiet', 'no progress')
    .action(async (archs: string[], flags: TrainFlags & { strict?: boolean; quiet?: boolean }) => {
      const { trainRequest } = await import('./train-request.ts');
      const request = await trainRequest(archs, flags);
      const { followTrainings } = await import('./follow-trainings.ts');
      const { interrupted, failed } = await followTrainings(request, flags.quiet === true);
      if (interrupted) process.exitCode = EXIT.stopped;
      else if (failed > 0 && flags.strict === true) process.exitCode = EXIT.someFailed;
    });
}
