import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Roles } from './roles.ts';

/**
 * The nodes in the order in which whole batches must have gone by before them: sums, patterns and gradients of weights are
 * complete only after the last image. What the forward pass, its tangents and several backward passes do of one layer then
 * lies side by side, and finds the layer's tensors in the cache. Of equally many batches first what hangs on nothing that is fed, as
 * SynFlow: its batch is another, and would part the passes over the images. Each comes after its inputs.
 */
export function byBatches(order: readonly Node[], roles: Roles, batches: NodeTable<number>): readonly Node[] {
  const graph = order[0]?.graph;
  const fed = new NodeTable<boolean>(graph);
  const groups: Node[][] = [];
  for (const node of order) {
    const isFed = node.op === 'input' || node.inputs.some((input) => fed.get(input));
    fed.set(node, isFed);
    const place = 2 * batches.get(node)! + Number(isFed);
    const group = groups[place];
    if (group) group.push(node);
    else groups[place] = [node];
  }
  const origins = originsOf(order, batches);
  const placed = new NodeTable<boolean>(graph);
  return groups.flatMap((group) => byOrigins(group, origins, placed, roles));
}

/** How many whole batches must have gone by before each node. */
export function batchesBefore(order: readonly Node[], roles: Roles): NodeTable<number> {
  const batches = new NodeTable<number>(order[0]?.graph);
  for (const node of order) {
    let before = 0;
    for (const input of node.inputs) {
      before = Math.max(before, batches.get(input)! + (needsWholeBatch(input, roles) ? 1 : 0));
    }
    batches.set(node, before);
  }
  return batches;
}

/**
 * The nodes of one group, those together that begin with the same tensor: what several passes make of one layer's output they
 * make in turns. First what the host can do at once, in one go; what waits for another family comes after all.
 */
function byOrigins(
  group: readonly Node[],
  origins: NodeTable<Node>,
  placed: NodeTable<boolean>,
  roles: Roles,
): readonly Node[] {
  const order: Node[] = [];
  const families = new Map<Node, Node[]>();
  const canCome = (node: Node): boolean => node.inputs.every((input) => placed.get(input));
  const place = (node: Node): void => {
    order.push(node);
    placed.set(node, true);
  };
  for (const node of group) {
    const origin = origins.get(node)!;
    const family = families.get(origin);
    if (roles.onHost(node) && canCome(node)) place(node);
    else if (family) family.push(node);
    else families.set(origin, [node]);
  }
  let left = [...families.values()].flat();
  while (left.length > 0) {
    const later: Node[] = [];
    for (const node of left) {
      if (canCome(node)) place(node);
      else later.push(node);
    }
    left = later;
  }
  return order;
}

/**
 * The tensor of an earlier group that each node begins with, itself if with none: that of its largest input; of equally large ones
 * rather of those of its own group, and the first.
 */
function originsOf(order: readonly Node[], batches: NodeTable<number>): NodeTable<Node> {
  const origins = new NodeTable<Node>(order[0]?.graph);
  for (const node of order) {
    const own = batches.get(node);
    let best = node;
    let bestSize = -1;
    let isBestInside = false;
    for (let i = 0; i < node.inputs.length; i += 1) {
      const input = node.inputs[i]!;
      const size = sizeOf(input.shape);
      const isInside = batches.get(input) === own;
      const origin = isInside ? origins.get(input)! : input;
      const isBetter =
        size > bestSize ||
        (size === bestSize && (isInside === isBestInside ? origin.id < best.id : isInside));
      if (isBetter) [best, bestSize, isBestInside] = [origin, size, isInside];
    }
    origins.set(node, best);
  }
  return origins;
}

/** Whether a value is complete only after the batch's last image. */
export const needsWholeBatch = (node: Node, roles: Roles): boolean =>
  roles.of(node) === 'reduction' || node.op === 'agreement' || node.op === 'conv2dWeightGrad';
