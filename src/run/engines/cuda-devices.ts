import { execFileSync } from 'node:child_process';
import type { Device } from './definition.ts';

const MEBIBYTE = 2 ** 20;

function askDriver(): string {
  return execFileSync(
    'nvidia-smi',
    ['--query-gpu=index,name,memory.total,memory.free', '--format=csv,noheader,nounits'],
    { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] },
  );
}

/**
 * NVIDIA's GPUs with their memory, as the driver's own `nvidia-smi` lists them; undefined where it is not there.
 * @param ask gives what `nvidia-smi` prints; another one in tests
 */
export function cudaDevices(ask: () => string = askDriver): Device[] | undefined {
  let text: string;
  try {
    text = ask();
  } catch {
    return undefined;
  }
  return text.split('\n').flatMap((line) => {
    const cells = line.split(',').map((cell) => cell.trim());
    if (cells.length < 4) return [];
    // A name may hold a comma, the numbers around it none.
    const [index, total, free] = [cells[0], cells.at(-2), cells.at(-1)].map(Number);
    const memory = { memory: total! * MEBIBYTE, freeMemory: free! * MEBIBYTE };
    return [
      {
        index: index!,
        name: cells.slice(1, -2).join(', '),
        ...(Number.isFinite(total! + free!) ? memory : {}),
      },
    ];
  });
}
