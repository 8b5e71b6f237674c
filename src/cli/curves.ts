import type { Command } from 'commander';
import type { BenchFlags } from './curves-bench.ts';
import type { FitFlags } from './curves-fit.ts';

/** `nasprobe curves`: what the first epochs of training tell about the last. */
export function addCurves(curves: Command): void {
  curves
    .command('fit')
    .description('fit families to curves, and extrapolate with an interval')
    .argument('<FILE>', 'a table of learning curves: list columns, or a column an epoch (- is stdin)')
    .option('--families <names>', 'power,exponential,… | all | best by AICc', 'best')
    .option('--seen <part>', 'share of the epochs, or number of epochs, to fit (default: all)')
    .option('--at <epoch>', 'where to extrapolate to (default: the last epoch of the table)')
    .option('--rows <list>', 'rows of the table, from 0 (default: all)')
    .option('--figure <file.svg>', 'draw the curves of --rows (default: the first four)')
    .option(
      '--curve <column>',
      'which curves, such as val_acc or acc_* (default: what is named like accuracy)',
    )
    .option('--better <end>', 'higher | lower (default: by name, else where most curves go)')
    .option('--robust', 'fit with weights that let spikes go')
    .option('--confidence <level>', 'of the intervals', '0.95')
    .option('--workers <n>', 'worker threads (default: as many as processors)')
    .option('--format <format>', 'table | csv | json | markdown | latex | html', 'table')
    .option('--out <file>', 'also keep every field as a table: .arrow, .csv, .json, …')
    .option('--quiet', 'no progress')
    .action(async (file: string, flags: FitFlags) => {
      const { fitCommand } = await import('./curves-fit.ts');
      await fitCommand(file, flags);
    });
  curves
    .command('bench')
    .description('judge every estimator by the value after the last epoch')
    .argument('<FILE>', 'a table of learning curves: list columns, or a column an epoch (- is stdin)')
    .option('--seen <list>', 'shares of the epochs, or numbers of epochs, such as 0.1,0.25,5', '0.1,0.25,0.5')
    .option('--estimators <names>', 'a,b,… | default | all', 'default')
    .option('--train <n>', 'curves that learned estimators learn from, drawn from each set', '100')
    .option('--held-out', 'judge all estimators on the curves that were not drawn')
    .option(
      '--curve <column>',
      'which curves, such as val_acc or acc_* (default: what is named like accuracy)',
    )
    .option('--losses <column>', 'the training losses (default: what is named so)')
    .option('--better <end>', 'higher | lower (default: by name, else where most curves go)')
    .option('--features <columns>', 'numbers of the architecture (default: what is named like one)')
    .option('--robust', 'fit with weights that let spikes go')
    .option('--confidence <level>', 'of the intervals', '0.95')
    .option('--seed <n>', 'of the training curves drawn and of sampling', '0')
    .option('--workers <n>', 'worker threads (default: as many as processors)')
    .option('--format <format>', 'table | csv | json | markdown | latex | html', 'table')
    .option('--out <file>', 'also keep every field as a table: .arrow, .csv, .json, …')
    .option('--quiet', 'no progress')
    .action(async (file: string, flags: BenchFlags) => {
      const { benchCommand } = await import('./curves-bench.ts');
      await benchCommand(file, flags);
    });
}
