import { PROXIES } from '../../proxies/index.ts';
import { InputError } from '../input-error.ts';
import type { Study } from '../report/study.ts';
import { makePlan } from '../run/plan.ts';
import { proxyCosts } from '../run/proxy-costs.ts';
import { resolveConfig } from '../run/resolve-config.ts';
import { findSpace } from '../spaces/index.ts';
import { readTable } from '../table/read-table.ts';
import { findColumn } from '../table/table.ts';

/** Architectures that a proxy is timed on. */
const TIMED = 3;

/**
 * Seconds that each proxy takes for an architecture: those of a table, or measured here, on one thread, for proxies that are
 * computed here. Proxies without are told on stderr, and an error where none is left.
 */
export async function costsOf(study: Study, path: string | undefined): Promise<Map<string, number>> {
  const costs = path === undefined ? await measured(study) : await costsIn(path);
  const without = study.proxies.filter((name) => !costs.has(name));
  const mend = 'give --costs a table with the columns proxy and seconds';
  if (without.length === study.proxies.length)
    throw new InputError(`no cost is known of ${without.join(', ')}: ${mend}`);
  if (without.length > 0)
    process.stderr.write(`nasprobe: left out, no cost known: ${without.join(', ')} (${mend})\n`);
  return costs;
}

async function costsIn(path: string): Promise<Map<string, number>> {
  const table = await readTable(path);
  const [names, seconds] = [findColumn(table, 'proxy'), findColumn(table, 'seconds')];
  if (names?.kind !== 'text' || seconds?.kind !== 'number')
    throw new InputError(`${path}: has no columns proxy (text) and seconds (numbers)`);
  const costs = new Map<string, number>();
  for (const [row, name] of names.values.entries()) {
    const value = seconds.values[row]!;
    if (name === null) continue;
    if (!(value > 0 && Number.isFinite(value)))
      throw new InputError(`${path}, row ${row + 1}: seconds ${value} of ${name} is not above 0`);
    costs.set(name, value);
  }
  return costs;
}

async function measured(study: Study): Promise<Map<string, number>> {
  const known = study.proxies.filter((name) => PROXIES.some((proxy) => proxy.name === name));
  if (known.length === 0) return new Map();
  const config = resolveConfig({ proxies: known });
  const { archs } = await makePlan(
    findSpace(config.space),
    { kind: 'archs', value: String(TIMED) },
    config.seed,
  );
  process.stderr.write(
    `nasprobe: measuring what ${known.length} proxies cost here, ${TIMED} architectures of ${config.space} each, batch ${config.batch}, one thread\n`,
  );
  return new Map(await proxyCosts(config, archs));
}
