import { type Protocol, protocolDifference, protocolOf } from '../table/protocol.ts';
import type { Table } from '../table/table.ts';

/** Fields that say which architectures, where and when, not how a score is made; the seed is told apart. */
const ASIDE = ['created', 'machine', 'selection', 'shard', 'proxies', 'configHash', 'seed'];

/** How the scores of these tables were made, one sentence each; what several protocols differ in is said, not hidden. */
export function protocolNotes(tables: readonly Table[]): string[] {
  const stated = tables.flatMap((table) => {
    const protocol = protocolOf(table.metadata, table.source);
    return protocol === undefined ? [] : [{ source: fileName(table.source), protocol }];
  });
  const silent = tables.filter(({ metadata, source }) => protocolOf(metadata, source) === undefined);
  const notes: string[] = [];
  const [first, ...others] = stated;
  if (first !== undefined) {
    notes.push(
      `protocol: ${protocolText(first.protocol)}${seedsText(stated.map(({ protocol }) => protocol))}`,
    );
    for (const other of others) {
      const difference = protocolDifference(first.protocol, other.protocol, ASIDE);
      if (difference === undefined) continue;
      notes.push(
        `a mix of protocols: ${difference.field} is ${difference.first} in ${first.source} but ${difference.second} in ${other.source}`,
      );
    }
  }
  if (silent.length > 0 && silent.length < tables.length) notes.push('a mix: some tables state no protocol');
  if (silent.length > 0)
    notes.push(`no protocol stated by ${silent.map(({ source }) => fileName(source)).join(', ')}`);
  return notes;
}

/** Without its folder: a paper's reader has other folders. */
function fileName(source: string): string {
  return source.replace(/^.*[/\\]/, '');
}

function seedsText(protocols: readonly Protocol[]): string {
  const seeds = [...new Set(protocols.flatMap(({ seed }) => (typeof seed === 'number' ? [seed] : [])))];
  if (seeds.length === 0) return '';
  return `, ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;
}

/** The fields that decide a score, in a line: `nasprobe 0.1.0, space nasbench201, skeleton channels 16 cells 5 …`. */
export function protocolText(protocol: Protocol): string {
  return Object.entries(protocol)
    .filter(([name]) => !ASIDE.includes(name))
    .map(([name, value]) => `${name} ${plain(value)}`)
    .join(', ');
}

function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => (typeof inner === 'string' ? inner : `${name} ${plain(inner)}`))
    .join(' ');
}
