import { Command } from 'commander';
import { nasprobeVersion } from '../run/version.ts';
import { addCommands } from './commands.ts';
import { endQuietlyOnClosedPipe, reportError, usageError } from './exit.ts';
import { dieWithSupervisor } from './supervise/crash-watch.ts';

/** Runs the command that these arguments name, in this process; sets its exit code. */
export async function runCommand(args: readonly string[]): Promise<void> {
  const program = new Command('nasprobe')
    .description(
      'Estimate how good neural architectures are without training them, and how far the estimates hold.',
    )
    .version(nasprobeVersion())
    .option('--debug', 'show the stack of an error')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(usageError(text)) });
  endQuietlyOnClosedPipe();
  dieWithSupervisor();
  try {
    await addCommands(program, args);
    if (args.length > 0) await program.parseAsync(args, { from: 'user' });
    else program.outputHelp();
  } catch (error) {
    process.exitCode = reportError(error, program.opts<{ debug?: boolean }>().debug === true);
  }
}
