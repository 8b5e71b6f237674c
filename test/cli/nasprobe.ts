import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command (`npm test` builds first); NASPROBE_MAIN points at another build. */
export const MAIN =
  process.env.NASPROBE_MAIN ?? fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  /** What stdin holds. */
  readonly input?: string;
  /** Sends a signal so many milliseconds after the start, or as soon as stdout holds this text. */
  readonly kill?: {
    readonly signal: NodeJS.Signals;
    readonly after: number | string;
    /** The process that is started, unless it is the one that does the work for it. */
    readonly whom?: 'supervisor' | 'worker';
  };
  /** Options of Node itself, and variables of the environment. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Processes whose parent this is. */
export function childrenOf(pid: number): number[] {
  return spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.trim() !== '')
    .map(Number);
}

/** Runs the command and waits for its end. */
export function nasprobe(
  args: readonly string[],
  { input, kill, node = [], env = {} }: Circumstances = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...node, MAIN, ...args], {
      stdio: 'pipe',
      env: { ...process.env, ...env },
    });
    const strike = (): void => {
      if (kill?.whom !== 'worker') child.kill(kill?.signal);
      else for (const worker of childrenOf(child.pid!)) process.kill(worker, kill.signal);
    };
    let stdout = '';
    let stderr = '';
    let waiting = typeof kill?.after === 'string';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (!waiting || kill === undefined || !stdout.includes(String(kill.after))) return;
      waiting = false;
      strike();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timer = typeof kill?.after === 'number' ? setTimeout(strike, kill.after) : undefined;
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}
