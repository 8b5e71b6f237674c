import type { Skeleton } from '../space.ts';
import { type FeatureMap, Tally } from '../tally.ts';
import { CONVOLUTIONS, isReduction, STEM_MULTIPLIER } from './build.ts';
import { type DartsCell, type DartsOp, type Genotype, NODES } from './genotype.ts';

/** What the network of a genotype costs for one image. */
export function tallyDarts(genotype: Genotype, { channels: first, cells, size, classes }: Skeleton) {
  const tally = new Tally();
  const stem = tally.norm(tally.conv({ channels: 3, size }, STEM_MULTIPLIER * first, { kernel: 3 }));
  let states: readonly [FeatureMap, FeatureMap] = [stem, stem];
  let followsReduction = false;
  let channels = first;
  for (let at = 0; at < cells; at += 1) {
    const reduces = isReduction(at, cells);
    if (reduces) channels *= 2;
    // The two convolutions of a factorised reduction together cost one of stride 2.
    tally.reluConvNorm(states[0], channels, { kernel: 1, stride: followsReduction ? 2 : 1 });
    const input = tally.reluConvNorm(states[1], channels, { kernel: 1 });
    const stride = reduces ? 2 : 1;
    tallyCell(tally, reduces ? genotype.reduce : genotype.normal, input, stride);
    states = [states[1], { channels: NODES * channels, size: input.size / stride }];
    followsReduction = reduces;
  }
  tally.head(states[1], classes);
  return tally.counts;
}

function tallyCell(tally: Tally, cell: DartsCell, input: FeatureMap, stride: number): void {
  const inner = { ...input, size: input.size / stride };
  for (const { op, from } of cell.flat()) {
    if (from < 2) tallyOp(tally, op, input, stride);
    else tallyOp(tally, op, inner, 1);
  }
}

function tallyOp(tally: Tally, op: DartsOp, x: FeatureMap, stride: number): void {
  const convolution = CONVOLUTIONS[op];
  if (convolution === undefined) {
    if (op === 'max_pool_3x3' || op === 'avg_pool_3x3') tally.pool(x, 3, stride);
    else if (op === 'skip_connect' && stride > 1) tally.reluConvNorm(x, x.channels, { kernel: 1, stride });
    return;
  }
  const { kernel, dilation } = convolution;
  const separable = (y: FeatureMap, step: number): FeatureMap => {
    const depthwise = tally.conv(tally.relu(y), y.channels, { kernel, stride: step, depthwise: true });
    return tally.norm(tally.conv(depthwise, y.channels, { kernel: 1 }));
  };
  const once = separable(x, stride);
  if (dilation === 1) separable(once, 1);
}
