import { flops, macs, params } from '../../../proxies/counts.ts';
import { Quantities } from '../../../proxies/quantities.ts';
import { depthOf } from '../../graph/depth.ts';
import type { Network } from '../../graph/network.ts';
import type { CountName, Counts } from '../../spaces/counts.ts';
import type { Skeleton, Space } from '../../spaces/space.ts';

/** Counts the architectures of one space on one skeleton. */
export interface Counter {
  readonly names: readonly CountName[];
  count(arch: string): Counts;
}

/** What the graph of any network tells. */
const OF_NETWORK = [
  { name: 'params', count: params.count },
  { name: 'macs', count: macs.count },
  { name: 'flops', count: flops.count },
  { name: 'depth', count: depthOf },
] as const satisfies readonly { readonly name: CountName; readonly count: (network: Network) => number }[];

/** By the space's closed forms where it has them, else by laying each network down. */
export function counterOf(space: Space, skeleton: Skeleton): Counter {
  if (space.closedForms !== undefined) {
    const { names, prepare } = space.closedForms;
    return { names, count: prepare(skeleton) };
  }
  const { size, classes } = skeleton;
  return {
    names: OF_NETWORK.map(({ name }) => name),
    count(arch) {
      const build = new Quantities((net) => space.build(arch, skeleton, net), { batch: 1, size, classes });
      return Object.fromEntries(OF_NETWORK.map(({ name, count }) => [name, count(build.network)]));
    },
  };
}
