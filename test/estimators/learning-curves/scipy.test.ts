import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { curveSets } from '../../../estimators/learning-curves/curve-set.ts';
import { FAMILIES } from '../../../estimators/learning-curves/families/index.ts';
import { fitFamily } from '../../../estimators/learning-curves/fit-family.ts';
import { readTable } from '../../../src/table/read-table.ts';
import golden from './golden.json' with { type: 'json' };

const data = new URL('../../../../shared/data/learning-curves/', import.meta.url);

describe("least squares against scipy's curve_fit", () => {
  it.each(golden.noisy)(
    'parameters and covariance: $family',
    ({ family: name, y, weights, plain, weighted }) => {
      const family = FAMILIES.find((family) => family.name === name)!;
      const epochs = y.map((_, i) => i + 1);
      for (const [expected, options] of [
        [plain, {}],
        [weighted, { weights }],
      ] as const) {
        const fit = fitFamily(family, epochs, y, options);
        if (fit.status !== 'ok') throw new Error(fit.message);
        const k = expected.parameters.length;
        expected.parameters.forEach((value, i) => {
          const error = Math.sqrt(expected.covariance[i * k + i]!);
          // Both stop near the minimum, within a small part of what the noise leaves open.
          expect(Math.abs(fit.parameters[i]! - value)).toBeLessThan(1e-3 * error);
          expect(fit.errors[i]! / error).toBeCloseTo(1, 3);
          for (let j = 0; j < k; j += 1) {
            const scale = error * Math.sqrt(expected.covariance[j * k + j]!);
            expect(Math.abs(fit.covariance[i * k + j]! - expected.covariance[i * k + j]!)).toBeLessThan(
              1e-2 * scale,
            );
          }
        });
      }
    },
  );

  it.skipIf(!existsSync(data))('residual sums on 50 real curves', async () => {
    expect(golden.real).toHaveLength(50);
    const worse: string[] = [];
    for (const file of new Set(golden.real.map(({ file }) => file))) {
      const table = await readTable(fileURLToPath(new URL(file, data)));
      const { sets } = curveSets(table);
      for (const { row, costs } of golden.real.filter((curve) => curve.file === file)) {
        const { values } = sets[0]!.curves[row]!;
        const epochs = values.map((_, i) => i + 1);
        for (const [name, cost] of Object.entries(costs)) {
          const family = FAMILIES.find((family) => family.name === name)!;
          const fit = fitFamily(family, epochs, values);
          const ours = fit.status === 'ok' ? fit.cost : Number.POSITIVE_INFINITY;
          if (!(ours <= 1.0001 * cost)) worse.push(`${file} row ${row} ${name}: ${ours} against ${cost}`);
        }
      }
    }
    expect(worse).toEqual([]);
  });
});
