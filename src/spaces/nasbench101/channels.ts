import type { CellGraph } from '../cell.ts';
import { hasEdge } from './module.ts';

/**
 * Channels of each vertex of a pruned module. Those that feed the output share its channels evenly, the first of them
 * taking the remainder, and are concatenated; any other has the most that one of its targets has.
 */
export function vertexChannels(module: CellGraph, into: number, out: number): number[] {
  const last = module.operations.length - 1;
  const channels = module.operations.map(() => 0);
  channels[0] = into;
  channels[last] = out;
  const inner = channels.map((_, vertex) => vertex).slice(1, -1);
  const feeding = inner.filter((vertex) => hasEdge(module, vertex, last));
  for (const [at, vertex] of feeding.entries()) {
    channels[vertex] = Math.floor(out / feeding.length) + (at < out % feeding.length ? 1 : 0);
  }
  for (const vertex of inner.reverse()) {
    if (feeding.includes(vertex)) continue;
    channels[vertex] = Math.max(
      ...module.edges.flatMap(([source, target]) => (source === vertex ? [channels[target]!] : [])),
    );
  }
  return channels;
}
