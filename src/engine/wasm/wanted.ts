import { ancestors } from '../../graph/graph.ts';
import type { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { batchesBefore } from './batches.ts';
import { Roles } from './roles.ts';
import { decidingNodes } from './thresholds.ts';

/** A computation before it is planned. */
export interface Wanted {
  readonly outputs: ReadonlySet<Node>;
  /** What they depend on, themselves included, in topological order, and who computes it. */
  readonly needed: readonly Node[];
  readonly roles: Roles;
  /** How many whole batches must have gone by before each node. */
  readonly batches: NodeTable<number>;
  /** See {@link decidingNodes}. */
  readonly deciding: ReadonlySet<Node>;
}

/** Finds what a computation consists of. `deciding`: where more hangs on it than its own outputs. */
export function want(outputs: Iterable<Node>, small: number, deciding?: ReadonlySet<Node>): Wanted {
  const wanted = new Set(outputs);
  const needed = ancestors([...wanted]);
  const roles = new Roles(needed, small);
  const batches = batchesBefore(needed, roles);
  return { outputs: wanted, needed, roles, batches, deciding: deciding ?? decidingNodes(needed) };
}
