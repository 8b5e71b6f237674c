import type { Command } from 'commander';

/** `nasprobe fidelity`: what cheaper trainings are worth. */
export function addFidelity(command: Command): void {
  command
    .argument(
      '[RUNS]',
      'full trainings: a table of nasprobe train, or nas201-fashion; none lists the estimators',
    )
    .option('--with <tables...>', 'tables of cheaper trainings of the same architectures')
    .option('--format <format>', 'table | csv | json | markdown | latex | html', 'table')
    .action(
      async (runs: string | undefined, flags: { readonly with?: string[]; readonly format: string }) => {
        const { listFidelities, showFidelity } = await import('./show-fidelity.ts');
        if (runs === undefined) listFidelities();
        else await showFidelity(runs, flags.with ?? [], flags.format);
      },
    );
}
