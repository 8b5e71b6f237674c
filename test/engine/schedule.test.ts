import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchesBefore, byBatches } from '../../src/engine/wasm/batches.ts';
import { isReduction, Roles } from '../../src/engine/wasm/roles.ts';
import { schedule } from '../../src/engine/wasm/schedule.ts';
import { ancestors } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { buildPlan, plans } from './random-graph.ts';

function scheduleOf(outputs: readonly Node[], small: number) {
  const needed = ancestors(outputs);
  const roles = new Roles(needed, small);
  const order = byBatches(needed, roles, batchesBefore(needed, roles));
  return { order, roles, ...schedule(order, new Set(outputs), roles) };
}

it('makes each value before it is read, once, and every output', () => {
  fc.assert(
    fc.property(plans, fc.constantFrom(0, 64, 8192), (plan, small) => {
      const outputs = buildPlan(plan);
      const { order, roles, entries, madeAt, roots } = scheduleOf(outputs, small);
      const inline = (node: Node) => roles.of(node) === 'fused' && !roots.has(node);
      const made = entries.flatMap((entry) =>
        'host' in entry ? entry.host : 'node' in entry ? [entry.node] : entry.cluster.roots,
      );
      expect(new Set(made).size).toBe(made.length);
      for (const output of outputs) expect(inline(output)).toBe(false);
      /** The latest entry that a node waits for. */
      const ready = (node: Node): number =>
        inline(node) ? Math.max(-1, ...node.inputs.map(ready)) : madeAt.get(node)!;
      for (const node of order) {
        if (inline(node)) continue;
        const at = madeAt.get(node)!;
        for (const input of node.inputs) {
          // Sums come at the end of a pass; elementwise values are at hand within it, and an alias is its source.
          const within = roles.of(node) === 'alias' || !['reduction', 'host'].includes(roles.of(input));
          if (roles.of(node) === 'host' && ['feed', 'host'].includes(roles.of(input))) {
            expect(made.indexOf(input)).toBeLessThan(made.indexOf(node));
          } else if (within) expect(ready(input)).toBeLessThanOrEqual(at);
          else expect(ready(input)).toBeLessThan(at);
        }
      }
    }),
    { numRuns: 60 },
  );
});

it('puts only values of one shape into a pass', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      for (const entry of scheduleOf(buildPlan(plan), 0).entries) {
        if (!('cluster' in entry)) continue;
        for (const root of entry.cluster.roots) {
          expect((isReduction(root) ? root.inputs[0]! : root).shape).toEqual(entry.cluster.domain);
        }
      }
    }),
    { numRuns: 40 },
  );
});

it('orders nodes by the whole batches before them, each after its inputs', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const needed = ancestors(buildPlan(plan));
      const roles = new Roles(needed, 0);
      const order = byBatches(needed, roles, batchesBefore(needed, roles));
      expect(new Set(order)).toEqual(new Set(needed));
      expect(order).toHaveLength(needed.length);
      const place = new Map(order.map((node, i) => [node, i]));
      const batches = new Map<Node, number>();
      for (const node of order) {
        const before = node.inputs.map((input) => {
          expect(place.get(input)!).toBeLessThan(place.get(node)!);
          const whole = roles.of(input) === 'reduction' || /^(agreement|conv2dWeightGrad)$/.test(input.op);
          return batches.get(input)! + (whole ? 1 : 0);
        });
        batches.set(node, Math.max(0, ...before));
      }
      const counts = [...batches.values()];
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
    }),
    { numRuns: 40 },
  );
});
