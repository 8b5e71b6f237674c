import { expect, it } from 'vitest';
import { readSamples } from '../../src/run/predict/read-samples.ts';
import { nasbench201 } from '../../src/spaces/nasbench201/index.ts';
import type { Table } from '../../src/table/table.ts';

const table = (source: string, archs: readonly string[], name: string, values: readonly number[]): Table => ({
  source,
  rows: archs.length,
  metadata: new Map(),
  columns: [
    { kind: 'text', name: 'arch', values: [...archs] },
    { kind: 'number', name, values: Float64Array.from(values) },
  ],
});

it('gives an architecture the scores of its isomorphism class where it has none of its own', () => {
  const twin = nasbench201.sample(500, 0).find((arch) => nasbench201.canonical(arch) !== arch)!;
  const other = nasbench201.sample(1, 1)[0]!;
  const truth = table('truth.csv', [nasbench201.canonical(twin), other], 'accuracy', [90, 80]);
  const scores = table('scores.csv', [other, twin], 'size', [1, 2]);
  const choice = { truth, scores, proxies: ['size'] };
  const exact = readSamples(choice);
  expect([...exact.rows]).toEqual([1]);
  expect(exact.withoutScores).toBe(1);
  const joined = readSamples({ ...choice, canonical: nasbench201.canonical });
  expect([...joined.rows]).toEqual([0, 1]);
  expect(joined.samples.map((sample) => sample.scores)).toEqual([[2], [1]]);
});
