import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/graph/shape.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { moduleHash } from '../../src/spaces/nasbench101/hash.ts';
import { parse } from '../../src/spaces/nasbench101/notation.ts';
import { networkOf } from './network-of.ts';
import { dataLines, dataRows, hasData } from './shared-data.ts';

describe.skipIf(!hasData)('counts against published tables', () => {
  it('has the params and the order of all 32,768 networks of the NATS-Bench size space on three data sets', () => {
    const space = findSpace('nats-sss');
    const on = (change: object) => space.closedForms!.prepare({ ...space.defaults, ...change });
    const counts = {
      params_c10: on({}),
      params_c100: on({ classes: 100 }),
      params_in16: on({ classes: 120, size: 16 }),
    };
    const rows = dataRows('natsbench-sss/sss_all.csv.gz');
    expect(rows).toHaveLength(space.size);
    const wrong = rows.filter(
      (row) =>
        space.at(Number(row.index)) !== row.channels ||
        Object.entries(counts).some(([column, count]) => count(row.channels!).params !== Number(row[column])),
    );
    expect(wrong).toEqual([]);
  });

  it('has the params, the hash and the canonical form of all 10,250 modules of NAS-Bench-101', () => {
    const space = findSpace('nasbench101');
    const count = space.closedForms!.prepare(space.defaults);
    const lines = dataLines('nasbench101/nb101_archs.jsonl.gz');
    expect(lines).toHaveLength(10_250);
    const wrong = lines.filter((line) => {
      const { hash, matrix, ops, params } = JSON.parse(line);
      const arch = space.parse(JSON.stringify({ matrix, ops }));
      const isOfficial = space.canonical(arch) === arch && moduleHash(parse(arch)) === hash;
      return !isOfficial || count(arch).params !== params;
    });
    expect(wrong).toEqual([]);
  });

  it('has the params and FLOPs, which are MACs, of all 6,561 networks of NAS-Bench-Macro', () => {
    const space = findSpace('nasbench-macro');
    const count = space.closedForms!.prepare(space.defaults);
    const table: Record<string, { params: number; flops: number; mean_acc: number }> = JSON.parse(
      dataLines('nasbench-macro/nas-bench-macro_cifar10.json.gz').join(''),
    );
    expect(Object.keys(table)).toHaveLength(space.size);
    const wrong = Object.entries(table).filter(([arch, { params, flops, mean_acc }]) => {
      const { params: ours, macs } = count(arch);
      // Trained once for all that are the same network.
      const isShared = table[space.canonical(arch)]!.mean_acc === mean_acc;
      return ours !== params || macs !== flops || !isShared;
    });
    expect(wrong).toEqual([]);
  });

  it('has the params of 545 DARTS networks, and their FLOPs as thop counts them', () => {
    const space = findSpace('darts');
    const skeleton = { ...space.defaults, channels: 36, cells: 20 };
    const count = space.closedForms!.prepare(skeleton);
    const rows = dataRows('darts/oncenas_dartsbench_545.csv.gz');
    // Fields hold commas within quotes, so the quotes' content is whole.
    expect(rows).toHaveLength(545);
    const off = rows.filter(
      (row) => Math.abs(count(row.architecture!).params! - Number(row.params) * 1e6) > 0.5,
    );
    expect(off).toEqual([]);
    // MACs, 4 for each element of a batch norm, 1 for each average, and 1 more than its pixels for the global ones.
    const flops = rows
      .filter((_, i) => i % 20 === 0)
      .map((row) => {
        const { norms, pools, features } = networkOf(space, row.architecture!, skeleton);
        const total = (nodes: typeof norms) => nodes.reduce((sum, node) => sum + sizeOf(node.shape), 0);
        const averages = total(pools.filter(({ op }) => op === 'avgPool'));
        const global = sizeOf(features.shape) + features.shape[3]!;
        return count(row.architecture!).macs! + 4 * total(norms) + averages + global - Number(row.flop) * 1e6;
      });
    expect(flops.filter((difference) => Math.abs(difference) > 0.5)).toEqual([]);
  });

  it.each([
    ['transnas-micro', 'micro', 4096],
    ['transnas-macro', 'macro', 3256],
  ])('knows every architecture of %s, each once', (id, file, size) => {
    const space = findSpace(id);
    const archs = dataRows(`transnas101/transnas101_${file}.csv.gz`).map(({ arch }) => space.parse(arch!));
    expect(archs).toHaveLength(size);
    expect(new Set(archs.map((arch) => space.indexOf(arch))).size).toBe(space.size);
  });
});
