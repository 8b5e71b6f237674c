import { findSpace } from '../../build/src/spaces/index.js';
import { parse } from '../../build/src/spaces/nasbench201/notation.js';
import { isConnected } from '../../build/src/spaces/nasbench201/reachability.js';
import { demandOf } from './demand.ts';

/** The twelve scores of the suite. */
export const SUITE =
  'grad_norm,snip,plain,grasp,fisher,jacob_cov,jacob_norm,epe_nas,nwot,synflow,l2_norm,macs'.split(',');

/** Convolutions of 3 x 3 pixels on every edge. */
export const HEAVIEST =
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|';

/** Connected architectures of NAS-Bench-201, drawn, and the heaviest: the lightest last, so that no worker waits long for another. */
export function architectures(count: number, seed: number): readonly string[] {
  const drawn = findSpace('nasbench201')
    .sample(4 * count, seed)
    .filter((arch) => isConnected(parse(arch)));
  return [...drawn.slice(0, count), HEAVIEST]
    .map((arch) => ({ arch, weight: demandOf([arch], ['synflow']).gigaflops }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ arch }) => arch);
}
