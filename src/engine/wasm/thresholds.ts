import { ancestors } from '../../graph/graph.ts';
import type { Node, OpName } from '../../graph/op.ts';

/** Operations whose result jumps where an input passes a threshold. */
const THRESHOLDS: ReadonlySet<OpName> = new Set<OpName>([
  'relu',
  'step',
  'sign',
  'agreement',
  'maxPool',
  'maxPoolGather',
  'maxPoolGrad',
]);

/** The nodes whose roundings decide on which side of a threshold something falls. */
export function decidingNodes(order: readonly Node[]): ReadonlySet<Node> {
  const thresholds = order.filter((node) => THRESHOLDS.has(node.op));
  return new Set(ancestors(thresholds.map((node) => node.inputs[0]!)));
}
