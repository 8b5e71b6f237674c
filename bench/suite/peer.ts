import { spawn, spawnSync } from 'node:child_process';

/** The peer's mean seconds an architecture by score, `all` for the suite. */
export interface Peer {
  /** One process of two threads. */
  readonly threads: Readonly<Record<string, number>>;
  /** Two processes of one thread each, half of the architectures each: seconds of the whole over all of them. */
  readonly processes: Readonly<Record<string, number>>;
}

type Times = Record<string, number>;

export async function timePeer(script: string, python: string, archs: readonly string[]): Promise<Peer> {
  const command = (threads: number, some: readonly string[]) => [
    script,
    'time',
    '--threads',
    String(threads),
    ...some,
  ];
  const both = spawnSync(python, command(2, archs), { encoding: 'utf8' });
  if (both.status !== 0) throw new Error(`the peer failed: ${both.stderr.trim().split('\n').at(-1)}`);
  const halves = [0, 1].map((part) => archs.filter((_, i) => i % 2 === part));
  const answers = await Promise.all(halves.map((half) => run(python, command(1, half))));
  const processes: Times = {};
  for (const name of Object.keys(answers[0]!)) {
    const slower = Math.max(...answers.map((times, i) => times[name]! * halves[i]!.length));
    processes[name] = slower / archs.length;
  }
  return { threads: JSON.parse(both.stdout) as Times, processes };
}

function run(python: string, args: readonly string[]): Promise<Times> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(text) as Times) : reject(new Error('the peer failed')),
    );
  });
}
