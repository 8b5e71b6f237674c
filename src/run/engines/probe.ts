import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeFlagsFor, ownModule } from '../../own-files.ts';
import { doesNotStart } from '../engines.ts';
import { chooseDevice, type EngineDefinition } from './definition.ts';
import type { ProbeAnswer, ProbeRequest } from './probe-process.ts';

const PROCESS = ownModule('src/run/engines/probe-process');

/** Drivers compile their programs at the first use, which takes some seconds at worst. */
const STARTED_WITHIN = 60_000;

/**
 * Tries an engine in a process of its own, so that what its driver writes, and what it brings down, stays there.
 * Never rejects.
 */
export function probeEngine(request: ProbeRequest, within = STARTED_WITHIN): Promise<ProbeAnswer> {
  const args = [...nodeFlagsFor(PROCESS), fileURLToPath(PROCESS), JSON.stringify(request)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: within, encoding: 'utf8' }, (error, stdout) => {
      const line = stdout.trim().split('\n').at(-1) ?? '';
      if (line.startsWith('{')) resolve(JSON.parse(line) as ProbeAnswer);
      else resolve({ works: false, reason: reasonOf(error, within) });
    });
  });
}

function reasonOf(error: Parameters<Parameters<typeof execFile>[3] & object>[0], within: number): string {
  if (error?.killed === true) return `no answer within ${within / 1000} s`;
  if (error?.signal) return `its process ended by ${error.signal}`;
  return `its process ended with exit code ${error?.code ?? 0}`;
}

/**
 * Does nothing for an engine that computes on the processor; for a GPU, makes sure that one answers, and has this process
 * use the device that is asked for.
 * @throws {InputError} where none answers
 */
export async function requireStart(engine: EngineDefinition, index: number | undefined): Promise<void> {
  if (engine.sharedDevice === undefined) return;
  const answer = await probeEngine({
    engine: engine.name,
    ...(index === undefined ? {} : { device: index }),
  });
  if (!answer.works) throw doesNotStart(engine.name, answer.reason);
  chooseDevice(engine, index);
}
