import type { Command } from 'commander';
import { EXIT } from './exit-code.ts';
import { addRecipeOptions } from './recipe-flags.ts';
import type { DynamicsFlags, ModelFlags } from './show-supernet.ts';
import type { SupernetFlags } from './supernet-request.ts';

const FORMAT = 'table | csv | json | markdown | latex | html';

/** `nasprobe supernet`: trains one, follows its rank correlation, and the model of it. */
export function addSupernet(supernet: Command): void {
  supernet
    .option('--out <file>', 'an .arrow file: epoch, architecture, accuracy; the same command again goes on')
    .option('--space <id>', "a space's id (nasprobe spaces lists them)", 'nasbench201')
    .option('--sampling <how>', 'uniform | fair: how the paths of a step are chosen', 'uniform')
    .option('--seeds <list>', 'seeds of the supernets, such as 0,1,2', '0')
    .option('--at <epochs>', 'epochs after which it is evaluated (default: 1, 2, 5, 10, 20, … and the last)')
    .option('--archs <which>', 'N drawn from the truth | FILE: the architectures that are evaluated', '200')
    .option('--draw <n>', 'the seed of that draw', '0')
    .option('--calibration <n>', 'training batches for the batch norms of each architecture', '4')
    .option('--workers <n>', 'worker threads, one a seed (default: as many as processors)')
    .option('--hours <h>', 'stop cleanly after so long; the same command goes on')
    .option('--deterministic', 'results to the last bit the same on every kind of processor')
    .option('--no-supervise', 'with --out: do not start again where the process crashes')
    .option('--quiet', 'no progress');
  addRecipeOptions(supernet, '50');
  addTruthOptions(supernet).action(async (flags: SupernetFlags & DynamicsFlags) => {
    const { supernetRequest } = await import('./supernet-request.ts');
    const { readTruth } = await import('../../datasets/truth.ts');
    const request = await supernetRequest(flags, await readTruth(flags.truth));
    const { followSupernet } = await import('./follow-supernet.ts');
    if (await followSupernet(request, flags)) process.exitCode = EXIT.stopped;
  });
  const dynamics = supernet
    .command('dynamics')
    .description("a supernet's rank correlation with the truth over its training, and the model's fit")
    .argument('<table>', 'a table of nasprobe supernet');
  addTruthOptions(dynamics).action(async (path: string, _flags: unknown, command: Command) => {
    const { showDynamicsOf } = await import('./show-supernet.ts');
    await showDynamicsOf(path, command.optsWithGlobals<DynamicsFlags>());
  });
  const model = supernet
    .command('model')
    .description(
      'p(E) = a s + (1 - a) q, a = E / (E + lambda): the rank correlation of p(E) with the truth s',
    )
    .requiredOption('--lambda <epochs>', 'epochs after which truth and bias weigh the same')
    .option(
      '--bias <column>',
      "the bias q: a column of the truth, or random: normal, with the truth's moments",
      'random',
    )
    .option('--bias-seed <n>', 'seed of a random bias', '0')
    .option('--at <epochs>', 'epochs E', '0,1,2,5,10,20,50,100,200');
  addTruthOptions(model).action(async (_flags: unknown, command: Command) => {
    const { showModel } = await import('./show-supernet.ts');
    await showModel(command.optsWithGlobals<ModelFlags>());
  });
}

function addTruthOptions(command: Command): Command {
  return command
    .option(
      '--truth <table>',
      'stand-alone accuracies: nas201-fashion (bundled) or a table',
      'nas201-fashion',
    )
    .option('--target <column>', 'the column of the truth', 'test')
    .option('--top <share>', 'the best share of the truth that is looked at too', '0.1')
    .option('--format <format>', FORMAT, 'table')
    .option('--figure <file>', 'an .svg of the correlation over the epochs');
}
