#!/usr/bin/env node
import { Command } from 'commander';
import { nasprobeVersion } from '../run/version.ts';
import { addCommands } from './commands.ts';
import { endQuietlyOnClosedPipe, reportError, usageError } from './exit.ts';

const program = new Command('nasprobe')
  .description(
    'Estimate how good neural architectures are without training them, and how far the estimates hold.',
  )
  .version(nasprobeVersion())
  .option('--debug', 'show the stack of an error')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(usageError(text)) });
endQuietlyOnClosedPipe();
try {
  await addCommands(program, process.argv.slice(2));
  if (process.argv.length > 2) await program.parseAsync();
  else program.outputHelp();
} catch (error) {
  process.exitCode = reportError(error, program.opts<{ debug?: boolean }>().debug === true);
}
