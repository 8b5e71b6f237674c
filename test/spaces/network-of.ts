import { Graph } from '../../src/graph/graph.ts';
import { type Network, NetworkBuilder } from '../../src/graph/network.ts';
import { TRAINING } from '../../src/graph/network-mode.ts';
import type { Skeleton, Space } from '../../src/spaces/space.ts';

/** The network of an architecture, for one image. */
export function networkOf(space: Space, arch: string, skeleton: Skeleton): Network {
  const images = new Graph().input('images', [1, skeleton.size, skeleton.size, 3]);
  return space.build(arch, skeleton, new NetworkBuilder(images, TRAINING));
}
