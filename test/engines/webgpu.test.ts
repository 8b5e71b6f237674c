import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scaleOf, toleranceOf } from '../../proxies/tolerance.ts';
import type { Outcome } from '../../src/outcome.ts';
import { GOLDEN_ARCH, goldenConfig } from '../../src/run/doctor/golden-network.ts';
import { openScorer } from '../../src/run/open-scorer.ts';
import { nasprobe } from '../cli/nasprobe.ts';
import { installed } from '../onnx/installed.ts';

/** Debian's chromium brings along a software renderer, and the loader that finds it. */
const CHROMIUM = '/usr/lib/chromium';
const SWIFTSHADER = `${CHROMIUM}/vk_swiftshader_icd.json`;
const lacking = [
  ...(installed ? [] : ['onnxruntime-node is not installed']),
  ...(existsSync(SWIFTSHADER) ? [] : [`there is no ${SWIFTSHADER}`]),
];
const skipped = lacking.length > 0 ? ` (skipped: ${lacking.join(', ')})` : '';

const CHAIN = '|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|';

it.skipIf(lacking.length > 0)(
  `onnx-webgpu scores two networks as the reference does${skipped}`,
  async () => {
    const { proxies, skeleton, batch } = goldenConfig('reference');
    const options = Object.entries({ ...skeleton, batch, proxies: proxies.join(',') });
    const flags = options.flatMap(([name, value]) => [`--${name}`, String(value)]);
    const archs = [GOLDEN_ARCH, CHAIN];
    const { code, stdout, stderr } = await nasprobe(
      ['score', ...archs, ...flags, '--engine', 'onnx-webgpu', '--json'],
      { env: { VK_DRIVER_FILES: SWIFTSHADER, LD_LIBRARY_PATH: CHROMIUM } },
    );
    expect(code, stderr).toBe(0);
    const reference = await openScorer(goldenConfig('reference'));
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(archs.length);
    for (const [i, arch] of archs.entries()) {
      const { scores }: { scores: Record<string, Outcome> } = JSON.parse(lines[i]!);
      const want = valuesOf((await reference.score(arch)).scores);
      const got = valuesOf(scores);
      for (const name of proxies)
        expect(Math.abs(got[name]! - want[name]!), `${name} of ${arch}`).toBeLessThanOrEqual(
          toleranceOf(name, 'float32') * scaleOf(name, want),
        );
    }
  },
  300_000,
);

function valuesOf(scores: Readonly<Record<string, Outcome>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(scores).map(([name, outcome]) => [
      name,
      outcome.status === 'ok' ? outcome.value : Number.NaN,
    ]),
  );
}
