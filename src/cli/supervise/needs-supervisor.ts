import { isSupervised } from './protocol.ts';

/** Commands whose results are dear and kept in an output that the same command goes on from. */
const LONG = new Set(['score', 'screen', 'train', 'supernet']);

/** Options after which a command cannot be run again as it was, or does not want to. */
const ONCE = new Set(['-', '--help', '-h', '--json', '--no-supervise']);

/**
 * Whether a command is to be run by a process that survives it: it has an output to go on from, and neither reads the
 * standard input nor writes lines that cannot be taken back.
 */
export function needsSupervisor(args: readonly string[]): boolean {
  const command = args.find((word) => !word.startsWith('-'));
  return (
    command !== undefined &&
    LONG.has(command) &&
    args.some((word) => word === '--out' || word.startsWith('--out=')) &&
    !args.some((word) => ONCE.has(word)) &&
    !isSupervised()
  );
}
