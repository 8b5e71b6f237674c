import { CommanderError } from 'commander';
import { asLine, InputError } from '../input-error.ts';
import { EXIT } from './exit-code.ts';

/** Tells stderr in one line what went wrong, with the stack under `--debug`, and returns the exit code for it. */
export function reportError(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) {
    // Help and version come this way too; commander has written its line already (see usageError).
    return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const line = asLine(message);
  const isInput = error instanceof InputError;
  process.stderr.write(`nasprobe: ${isInput || debug ? line : `${line} (a defect: --debug shows where)`}\n`);
  if (debug) process.stderr.write(`${stack}\n`);
  return isInput ? EXIT.badInput : EXIT.defect;
}

/** Commander's complaint, "error: …" and perhaps "(Did you mean …?)" on a second line, as one line of ours. */
export function usageError(text: string): string {
  return `nasprobe: ${asLine(text.trim().replace(/^error: /, ''))}\n`;
}

/** A reader of stdout that has seen enough (`| head`) ends the command quietly. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT.done);
  });
}
