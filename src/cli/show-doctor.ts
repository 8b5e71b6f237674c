import { type EngineReport, examineEngines, type Surroundings, surroundings } from '../run/doctor/examine.ts';
import { ENGINE_DEFINITIONS, resolveEngine } from '../run/engines.ts';
import { listOf } from './flags.ts';
import { textTable } from './text-table.ts';
import { wholeNumber } from './whole-number.ts';

interface Request {
  readonly engine?: string;
  readonly device?: string;
  readonly json?: boolean;
}

const GIBIBYTE = 2 ** 30;

/** Examines and prints. Returns whether every engine that runs here agrees with the reference. */
export async function showDoctor({ engine, device, json }: Request): Promise<boolean> {
  const index = device === undefined ? undefined : wholeNumber('device', device, 0);
  const engines =
    engine === undefined && index === undefined
      ? ENGINE_DEFINITIONS
      : listOf(engine ?? 'auto').map((name) => resolveEngine(name, index));
  const here = surroundings();
  const reports: EngineReport[] = [];
  process.stderr.write(
    `nasprobe: testing ${engines.map(({ name }) => name).join(', ')}, some seconds each\n`,
  );
  for await (const report of examineEngines(engines, index)) reports.push(report);
  process.stdout.write(
    json === true ? `${JSON.stringify({ ...here, engines: reports }, null, 2)}\n` : page(here, reports),
  );
  return reports.every(({ probe }) => probe?.works !== true || probe.selfTest?.agrees === true);
}

function page(here: Surroundings, reports: readonly EngineReport[]): string {
  const { nasprobe, node, platform, cpu, cores, memory, freeMemory } = here;
  const rows = reports.map((report) => [
    report.name,
    verdict(report),
    offBy(report),
    speed(report),
    report.title,
  ]);
  return [
    `nasprobe ${nasprobe}, Node ${node}, ${platform}\n`,
    `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${gibibytes(memory)} of memory, ${gibibytes(freeMemory)} free\n\n`,
    textTable(['engine', 'self-test', 'off by', 'GFLOP/s', 'what computes'], rows, new Set([2, 3])),
    '\n',
    ...reports.flatMap(remarks),
    `auto is ${here.auto}. GFLOP/s: one thread, or the device, on a small network with its gradients.\n`,
  ].join('');
}

function verdict({ availability, probe }: EngineReport): string {
  if (!availability.available) return 'not installed';
  if (probe?.works !== true) return 'does not start';
  return probe.selfTest?.agrees === true ? 'agrees' : 'DISAGREES';
}

const offBy = ({ probe }: EngineReport): string =>
  probe?.works === true && probe.selfTest !== undefined ? probe.selfTest.worst.relative.toExponential(0) : '';

const speed = ({ probe }: EngineReport): string =>
  probe?.works === true && probe.selfTest !== undefined ? probe.selfTest.speed.gflops.toPrecision(3) : '';

const gibibytes = (bytes: number): string => `${(bytes / GIBIBYTE).toFixed(1)} GiB`;

/** What there is to say of an engine besides its row: why it does not run, what adds it, its devices, its notes. */
function remarks({ name, availability, devices, probe, mend }: EngineReport): string[] {
  const lines: string[] = [];
  if (!availability.available) {
    lines.push(availability.reason);
    if (availability.command !== undefined) lines.push(availability.command);
  } else {
    const packages = Object.entries(availability.packages).map(([module, version]) => `${module} ${version}`);
    if (packages.length > 0) lines.push(packages.join(', '));
    if (probe?.works === false) lines.push(probe.reason);
    if (probe?.works === true) lines.push(...probe.notes);
    if (mend !== undefined) lines.push(mend);
    for (const { index, name: device, memory, freeMemory } of devices) {
      const size = memory === undefined ? '' : `, ${gibibytes(memory)}, ${gibibytes(freeMemory ?? 0)} free`;
      lines.push(`--device ${index}  ${device}${size}`);
    }
  }
  return lines.length === 0 ? [] : [`${name}\n`, ...lines.map((line) => `  ${line}\n`), '\n'];
}
