import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import type { Roles } from './roles.ts';

/**
 * The nodes in the order in which whole batches must have gone by before them: sums, patterns and gradients of weights are
 * complete only after the last image. What the forward pass, its tangents and several backward passes do of one layer then
 * lies side by side, and finds the layer's tensors in the cache. Nodes come and go in topological order.
 */
export function byBatches(order: readonly Node[], roles: Roles): readonly Node[] {
  const batches = new NodeTable<number>(order[0]?.graph);
  const groups: Node[][] = [];
  for (const node of order) {
    let before = 0;
    for (const input of node.inputs) {
      before = Math.max(before, batches.get(input)! + (needsWholeBatch(input, roles) ? 1 : 0));
    }
    batches.set(node, before);
    const group = groups[before];
    if (group) group.push(node);
    else groups[before] = [node];
  }
  return groups.flat();
}

/** Whether a value is complete only after the batch's last image. */
export const needsWholeBatch = (node: Node, roles: Roles): boolean =>
  roles.of(node) === 'reduction' || node.op === 'agreement' || node.op === 'conv2dWeightGrad';
