import type { Command } from 'commander';
import { DEVICE_HELP } from './engine-flags.ts';
import { EXIT } from './exit-code.ts';

interface DoctorFlags {
  readonly engine?: string;
  readonly device?: string;
  readonly json?: boolean;
  readonly support?: boolean;
  readonly format: string;
}

/** `nasprobe doctor`: what can compute here, how fast and how exactly, and what would add the rest. */
export function addDoctor(command: Command): void {
  command
    .option('--engine <ids>', 'a,b,… alone (default: every one)')
    .option('--device <n>', DEVICE_HELP)
    .option('--json', 'one JSON object')
    .option('--support', 'which operation and proxy each engine computes, in each space, instead')
    .option('--format <format>', 'of --support: table | markdown | csv | json | latex | html', 'table')
    .action(async (flags: DoctorFlags) => {
      if (flags.support === true) {
        const { showSupport } = await import('./show-support.ts');
        showSupport(flags.format);
        return;
      }
      const { showDoctor } = await import('./show-doctor.ts');
      if (!(await showDoctor(flags))) process.exitCode = EXIT.someFailed;
    });
}
