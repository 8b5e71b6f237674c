import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readTrainings, readTruth, truthPath } from '../../datasets/truth.ts';
import { seedAgreements } from '../../src/run/train/summary.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { findColumn, protocolOf, readTable } from '../../src/table/index.ts';

const runs = await readTrainings('nas201-fashion');
const space = findSpace('nasbench201');

it('holds connected cells of different classes, whole curves, and its protocol, in under 5 MB', async () => {
  const archs = [...new Set(runs.map(({ arch }) => arch))];
  expect(archs.length).toBe(1000);
  expect(new Set(archs.map((arch) => space.canonical(arch))).size).toBe(archs.length);
  for (const arch of archs) expect(space.isConnected!(arch)).toBe(true);
  const path = truthPath('nas201-fashion');
  const protocol = protocolOf((await readTable(path)).metadata, path)!;
  const { epochs } = protocol.recipe as { epochs: number };
  for (const { index, arch, trainLoss, trainAccuracy, validAccuracy, testAccuracy, epochSeconds } of runs) {
    expect(space.at(index)).toBe(arch);
    for (const curve of [trainLoss, trainAccuracy, validAccuracy, testAccuracy, epochSeconds]) {
      expect(curve.length).toBe(epochs);
      expect(curve.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    }
    // Whole images of 2,000.
    for (const accuracy of [...validAccuracy, ...testAccuracy]) {
      expect(Math.abs(accuracy * 20 - Math.round(accuracy * 20))).toBeLessThan(1e-9);
    }
  }
  expect(statSync(path).size).toBeLessThan(5e6);
});

it('is worth predicting: two trainings of a cell agree well enough', () => {
  const agreements = seedAgreements(runs);
  expect(agreements.length).toBeGreaterThan(0);
  for (const { architectures, spearman } of agreements) {
    expect(architectures).toBe(150);
    expect(spearman).toBeGreaterThan(0.85);
  }
});

it('is a truth of one row a cell, the mean over its seeds', async () => {
  const truth = await readTruth('nas201-fashion');
  const archs = findColumn(truth, 'arch')!.values;
  expect(new Set<unknown>([...archs]).size).toBe(truth.rows);
  const test = findColumn(truth, 'test')!.values;
  const first = runs.filter(({ arch }) => arch === archs[0]).map(({ testAccuracy }) => testAccuracy.at(-1)!);
  expect(first).toHaveLength(3);
  expect(test[0]).toBeCloseTo(first.reduce((sum, value) => sum + value, 0) / 3, 9);
});
