import { PROTOCOL_KEY } from '../../table/protocol.ts';
import type { Column, NumberColumn, Table } from '../../table/table.ts';
import { nasprobeVersion } from '../version.ts';
import { limitText } from './limit.ts';
import type { ScreenResult } from './screen-event.ts';
import type { Screening } from './screening.ts';

/**
 * The result as a table: `rank`, `arch`, `score`, `index`, then the counts and all that was ranked by, and `front` (1 on
 * the Pareto front, 0 off it). The metadata says how it came about.
 */
export function screenTable({ rows }: ScreenResult, screening: Screening): Table {
  const numbers = (name: string, of: (row: (typeof rows)[number]) => number | undefined): NumberColumn[] => {
    const values = rows.map(of);
    if (values.some((value) => value === undefined)) return [];
    return [{ kind: 'number', name, values: Float64Array.from(values as number[]) }];
  };
  const columns: Column[] = [
    ...numbers('rank', ({ rank }) => rank),
    { kind: 'text', name: 'arch', values: rows.map(({ arch }) => arch) },
    ...numbers('score', ({ score }) => score),
    ...numbers('index', ({ index }) => index),
    ...Object.keys(rows[0]?.values ?? {})
      .filter((name) => !['rank', 'arch', 'score', 'index', 'front'].includes(name))
      .flatMap((name) => numbers(name, ({ values }) => values[name])),
    ...numbers('front', ({ front }) => (front === undefined ? undefined : Number(front))),
  ];
  const metadata = new Map([[PROTOCOL_KEY, JSON.stringify(screenProtocol(screening))]]);
  return { source: 'the screening', rows: rows.length, columns, metadata };
}

/** How a screening was done, as plain JSON. */
export function screenProtocol(screening: Screening): Readonly<Record<string, unknown>> {
  const { space, config, source, stages, top, limits, merge, pareto, quantityOf } = screening;
  const ranked = [...new Set(stages.flatMap(({ ranking }) => ranking.of.map(({ name }) => name)))];
  return {
    nasprobe: nasprobeVersion(),
    space: space.id,
    skeleton: config.skeleton,
    proxies: [
      { name: 'score', better: 'higher' },
      ...ranked.map((name) => ({ name, better: quantityOf(name).better })),
    ],
    seed: config.seed,
    engine: config.engine,
    batch: config.batch,
    images: config.images,
    source: source.title,
    limits: limits.map(limitText),
    merged: merge ? 'isomorphic architectures' : 'repeated architectures',
    stages: stages.map(({ ranking, keep }) => ({ ranking: ranking.title, keep: keep ?? { count: top } })),
    top,
    ...(pareto === undefined ? {} : { pareto }),
  };
}
