import { InputError } from '../input-error.ts';
import type { Merge } from './merge-tables.ts';
import { isObject } from './parse-json.ts';
import { PROTOCOL_KEY, type Protocol, protocolDifference, protocolOf, volatileFields } from './protocol.ts';
import { distinctRows, stackTables } from './stack-tables.ts';
import { findColumn, type Table } from './table.ts';

/** Rows I-1, I-1+N, I-1+2N, ... of a plan: the protocol's field `shard`, where I is `index` and N is `of`. */
interface Shard {
  readonly index: number;
  readonly of: number;
}

interface Part {
  readonly table: Table;
  readonly protocol: Protocol;
  readonly shard: Shard | undefined;
}

/**
 * Joins score tables of one protocol apart from its shard, in the order of the plan where all are shards of one
 * division, else by official index. Where the rows are the whole plan or its beginning, the protocol becomes that of
 * an undivided run, which can be resumed from it; else its `shard` names the parts.
 */
export function mergeScores(tables: readonly Table[]): Merge {
  const parts = tables.map((table): Part => {
    const protocol = protocolOf(table.metadata, table.source) ?? {};
    return { table, protocol, shard: shardOf(protocol) };
  });
  const first = parts[0]!;
  for (const part of parts) checkSameRun(first, part);
  const stack = stackTables(tables);
  const divisions = new Set(parts.map(({ shard }) => shard?.of));
  const of = divisions.size === 1 ? first.shard?.of : undefined;
  const keys = of === undefined ? indexKeys(stack.table) : parts.flatMap(planPositions);
  const order = [...stack.sources.keys()].sort((a, b) => keys[a]! - keys[b]! || a - b);
  const table = distinctRows(stack, order);
  const { shard, notes } = describe(parts, of);
  const metadata = new Map(table.metadata).set(PROTOCOL_KEY, JSON.stringify({ ...first.protocol, shard }));
  return { table: { ...table, metadata }, notes };
}

function shardOf({ shard }: Protocol): Shard | undefined {
  if (!isObject(shard)) return undefined;
  const { index, of } = shard;
  if (typeof index !== 'number' || typeof of !== 'number' || !(index >= 1 && index <= of)) return undefined;
  return { index, of };
}

function checkSameRun(first: Part, part: Part): void {
  const difference = protocolDifference(first.protocol, part.protocol, [...volatileFields, 'shard']);
  if (difference === undefined) return;
  throw new InputError(
    `${part.table.source}: was made with ${difference.field} = ${difference.second}, ${first.table.source} with ${difference.first}: merge shards of one run`,
  );
}

function planPositions({ table, shard }: Part): number[] {
  const { index, of } = shard ?? { index: 1, of: 1 };
  return Array.from({ length: table.rows }, (_, row) => index - 1 + row * of);
}

function indexKeys(table: Table): ArrayLike<number> {
  const column = findColumn(table, 'index');
  return column?.kind === 'number' ? column.values : new Float64Array(table.rows);
}

/** The merged table's shard, and what is missing, in words. */
function describe(parts: readonly Part[], of: number | undefined): { shard: unknown; notes: string[] } {
  const names = [...new Set(parts.map(({ shard }) => (shard ? `${shard.index}/${shard.of}` : 'unknown')))];
  if (of === undefined)
    return { shard: { merged: names }, notes: ['the parts are of no one division: ordered by index'] };
  const sizes = new Array<number>(of).fill(0);
  const present = new Set<number>();
  for (const { table, shard } of parts) {
    const i = (shard?.index ?? 1) - 1;
    present.add(i);
    sizes[i] = Math.max(sizes[i]!, table.rows);
  }
  const absent = sizes.flatMap((_, i) => (present.has(i) ? [] : [`${i + 1}/${of}`]));
  const notes = absent.length > 0 ? [`missing shards: ${absent.join(', ')}`] : [];
  // Interleaved parts have no gap where each is as long as the one before it or a row shorter than the first.
  const gapless = sizes.every((size, i) => size <= sizes[Math.max(0, i - 1)]! && size >= sizes[0]! - 1);
  if (gapless) return { shard: { index: 1, of: 1 }, notes };
  if (absent.length === 0) notes.push('some shards are not finished: the merged table has gaps');
  return { shard: { merged: names }, notes };
}
