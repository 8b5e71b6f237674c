import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Program } from '../engine.ts';
import { chainOf } from './chain.ts';
import { requireAddresses } from './memory.ts';
import { planOf, type WasmContext } from './plan.ts';
import { want } from './wanted.ts';

/**
 * Plans what computes the outputs.
 * @throws RangeError on a parameter that no memory holds, for which planning would take long
 */
export function compileProgram(outputs: ReadonlyMap<string, Node>, context: WasmContext): Program {
  const wanted = want(outputs.values(), context.small);
  for (const { op, shape } of wanted.needed) {
    if (op === 'parameter') requireAddresses(4 * sizeOf(shape), `a parameter of ${shape.join(' x ')}`);
  }
  const plan = chainOf(wanted, context) ?? planOf(wanted, context);
  return {
    run(feed) {
      const resultOf = plan.run(feed);
      // Copies: what the host has may be kept for the next run, or a part of others' memory.
      return new Map([...outputs].map(([name, node]) => [name, new Float64Array(resultOf(node))]));
    },
  };
}
