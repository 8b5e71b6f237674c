import { ancestors } from './graph.ts';
import type { Network } from './network.ts';
import type { Node } from './op.ts';

/** The most layers with weights on a path from the images to the logits, 0 where no path leads there. */
export function depthOf({ images, logits, layers }: Network): number {
  const outputs = new Set(layers.map(({ output }) => output));
  const depths = new Map<Node, number>([[images, 0]]);
  for (const node of ancestors([logits])) {
    const before = node.inputs.flatMap((input) => depths.get(input) ?? []);
    if (before.length > 0) depths.set(node, Math.max(...before) + (outputs.has(node) ? 1 : 0));
  }
  return depths.get(logits) ?? 0;
}
