import { openScorer } from '/work/main/src/run/open-scorer.ts';
import { resolveConfig } from '/work/main/src/run/resolve-config.ts';

const engine = process.argv[2]!;
const scorer = await openScorer(
  resolveConfig({ engine, batch: Number(process.argv[4] ?? 64), proxies: [process.argv[3] ?? 'default'] }),
);
const archs = [
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|',
  '|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|nor_conv_3x3~2|',
];
for (const a of [...archs, ...archs]) {
  const r = await scorer.score(a);
  console.log(r.seconds.toFixed(2), JSON.stringify(r.scores));
}
