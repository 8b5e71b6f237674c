import type { Node, OpDefinition, OpName } from './op.ts';
import { OPS } from './ops/index.ts';

const definitionOf = (node: Node) => OPS[node.op] as OpDefinition<OpName>;

/** Multiply-accumulates of one node. */
export function macsOf(node: Node): number {
  return definitionOf(node).macs?.(node) ?? 0;
}

/** Floating-point operations of one node: 2 a multiply-accumulate, 1 for each elementary operation otherwise. */
export function flopsOf(node: Node): number {
  return definitionOf(node).flops?.(node) ?? 2 * macsOf(node);
}
