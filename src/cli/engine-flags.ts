import { wholeNumber } from './whole-number.ts';

/** What the option `--engine` takes. */
export const ENGINE_HELP = 'auto | wasm | onnx-webgpu | onnx-cuda | onnx-cpu | tfjs | reference | list';

/** What the option `--device` takes. */
export const DEVICE_HELP =
  "which of the engine's devices (--engine list shows them; default: its own choice)";

/** The options that choose what computes, as commander hands them over. */
export interface EngineFlags {
  readonly engine: string;
  readonly device?: string;
}

export function engineChoice({ engine, device }: EngineFlags): { engine: string; device?: number } {
  return device === undefined ? { engine } : { engine, device: wholeNumber('device', device, 0) };
}

/** `--engine list`: every engine, whether it is installed, and its devices or what adds it. */
export async function printEngines(): Promise<void> {
  const { AUTO, ENGINE_DEFINITIONS } = await import('../run/engines.ts');
  const { textTable } = await import('./text-table.ts');
  const found = ENGINE_DEFINITIONS.map((engine) => ({ engine, availability: engine.look() }));
  const rows = found.map(({ engine: { name, precision, title }, availability }) => [
    name,
    availability.available ? 'yes' : 'no',
    precision,
    title,
  ]);
  const remarks = found.flatMap(({ engine, availability }) => {
    if (!availability.available) return [`${engine.name}: ${availability.command ?? availability.reason}`];
    const devices = engine.devices?.() ?? [];
    return devices.map(({ index, name }) => `${engine.name} --device ${index}: ${name}`);
  });
  process.stdout.write(
    [
      textTable(['engine', 'installed', 'precision', 'what computes'], rows),
      '\n',
      ...remarks.map((line) => `${line}\n`),
      `auto: ${AUTO.name}, whatever is installed, so that a table goes on, and its shards join, on any machine\n`,
    ].join(''),
  );
}
