import type { Network } from '../../src/graph/network.ts';

/**
 * The names under which a path's parameters and statistics lie in the supernet. Candidate operations on one place have
 * equal names in the benchmarks' networks, and must not share: a convolution's weight gets its kernel's extents added,
 * and so do the scale, the shift and the statistics of the batch norm that follows it.
 */
export function sharedNames({ layers, norms, statistics, parameters }: Network): (name: string) => string {
  const convolutions = layers.filter(({ kind }) => kind === 'conv');
  const extents = new Map(
    convolutions.map(({ output, weight }) => [output, weight.shape.slice(0, 2).join('x')]),
  );
  const ofLayer = new Map(convolutions.map(({ name, output }) => [name, extents.get(output)!]));
  norms.forEach((input, i) => {
    const kernel = extents.get(input);
    if (kernel !== undefined) ofLayer.set(statistics[i]!.name, kernel);
  });
  const shared = new Map<string, string>();
  for (const [layer, kernel] of ofLayer) shared.set(layer, `${layer} ${kernel}`);
  for (const { node } of parameters) {
    const { name } = node.attrs;
    const kernel = ofLayer.get(name.slice(0, name.lastIndexOf('.')));
    if (kernel !== undefined) shared.set(name, `${name} ${kernel}`);
  }
  return (name) => shared.get(name) ?? name;
}
