import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import type { Availability, Device, EngineDefinition } from '../engines/definition.ts';
import { probeEngine } from '../engines/probe.ts';
import type { ProbeAnswer } from '../engines/probe-process.ts';
import { AUTO, ENGINE_DEFINITIONS } from '../engines.ts';
import { prepareWebAssembly } from '../v8-flags.ts';
import { nasprobeVersion } from '../version.ts';

/** What runs nasprobe here. */
export interface Surroundings {
  readonly nasprobe: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  /** In bytes. */
  readonly memory: number;
  readonly freeMemory: number;
  readonly webAssembly: { readonly relaxedSimd: boolean; readonly wide: boolean };
  /** The engine that `auto` stands for. */
  readonly auto: string;
}

export interface EngineReport {
  readonly name: string;
  readonly title: string;
  readonly precision: 'float32' | 'float64';
  readonly availability: Availability;
  readonly devices: readonly Device[];
  /** What its self-test found; absent where it is not available. */
  readonly probe?: ProbeAnswer;
  /** What helps where it is installed and does not start. */
  readonly mend?: string;
}

/** A self-test takes some ten seconds; a software renderer, or a busy machine, several times that. */
const WITHIN = 120_000;

export function surroundings(): Surroundings {
  return {
    nasprobe: nasprobeVersion(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    freeMemory: freemem(),
    webAssembly: prepareWebAssembly(false),
    auto: AUTO.name,
  };
}

/**
 * Looks at one engine after the other, so that none slows another down, each in a process of its own.
 * @param device tested in place of the engine's own choice
 */
export async function* examineEngines(
  engines: readonly EngineDefinition[] = ENGINE_DEFINITIONS,
  device?: number,
): AsyncGenerator<EngineReport> {
  for (const engine of engines) {
    const { name, title, precision } = engine;
    const availability = engine.look();
    const report = { name, title, precision, availability, devices: engine.devices?.() ?? [] };
    if (!availability.available) {
      yield report;
      continue;
    }
    const request = { engine: name, selfTest: true, ...(device === undefined ? {} : { device }) };
    const probe = await probeEngine(request, WITHIN);
    yield { ...report, probe, ...(probe.works || engine.mend === undefined ? {} : { mend: engine.mend }) };
  }
}
