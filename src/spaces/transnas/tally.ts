import type { Skeleton } from '../space.ts';
import { type FeatureMap, Tally } from '../tally.ts';
import { MODULES, stemChannels } from './build.ts';

/** Counts one cell of a module. */
export type CellTally = (tally: Tally, x: FeatureMap, out: number, stride: 1 | 2) => FeatureMap;

/** What the network of these modules costs for one image. */
export function tallyTransnas(modules: readonly number[], cell: CellTally, skeleton: Skeleton) {
  const tally = new Tally();
  let { channels } = skeleton;
  const image = { channels: 3, size: skeleton.size };
  const first = tally.norm(tally.conv(image, stemChannels(skeleton), { kernel: 3, stride: 2 }));
  let x = tally.reluConvNorm(first, channels, { kernel: 3, stride: 2 });
  for (const module of modules) {
    const { widens, stride } = MODULES[module]!;
    if (widens) channels *= 2;
    for (let i = 0; i < skeleton.cells; i += 1) x = cell(tally, x, channels, i === 0 ? stride : 1);
  }
  tally.head(x, skeleton.classes);
  return tally.counts;
}

export const tallyBasicBlock: CellTally = (tally, x, out, stride) => {
  if (stride !== 1 || x.channels !== out) tally.norm(tally.conv(x, out, { kernel: 1, stride }));
  const main = tally.reluConvNorm(x, out, { kernel: 3, stride });
  return tally.reluConvNorm(main, out, { kernel: 3 });
};

export function tallyMicroCell(ops: readonly number[]): CellTally {
  return (tally, input, out, stride) => {
    const inner = { channels: out, size: Math.ceil(input.size / stride) };
    for (const [edge, op] of ops.entries()) {
      const fromInput = edge === 0 || edge === 1 || edge === 3;
      const x = fromInput ? input : inner;
      const step = fromInput ? stride : 1;
      if (op > 1) tally.reluConvNorm(x, out, { kernel: op === 2 ? 1 : 3, stride: step });
      else if (op === 1 && (step !== 1 || x.channels !== out)) {
        tally.reluConvNorm(x, out, { kernel: 1, stride: 2 });
      }
    }
    return inner;
  };
}
