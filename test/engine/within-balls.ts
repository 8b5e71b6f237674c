import { expect } from 'vitest';
import type { Node } from '../../src/graph/op.ts';
import type { Ball } from './ball.ts';

/** Holds each number of the nodes, which stand by their place in the results, to its ball; `pass` names the run in messages. */
export function expectInBalls(
  results: ReadonlyMap<string, Float32Array | Float64Array>,
  balls: ReadonlyMap<Node, Ball>,
  nodes: readonly Node[],
  pass = '',
): void {
  nodes.forEach((node, i) => {
    const { value, radius } = balls.get(node)!;
    const got = results.get(String(i))!;
    expect(got.length).toBe(value.length);
    got.forEach((x, at) => {
      const same = Object.is(x, value[at]) || Math.abs(x - value[at]!) <= radius[at]! + 1e-37;
      if (!same && Number.isFinite(radius[at]!)) {
        const what = `${pass}${node.op} ${node.id} [${node.shape}] at ${at}`;
        expect.fail(`${what}: ${x}, not ${value[at]} ± ${radius[at]}`);
      }
    });
  });
}

/** Counts of tensors whose bound says something of their numbers: the worst case of float32 is far from the usual one. */
export class Meaningful {
  #held = 0;
  #all = 0;

  add(balls: ReadonlyMap<Node, Ball>, nodes: readonly Node[]): void {
    for (const node of nodes) {
      const { value, radius } = balls.get(node)!;
      const size = value.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-3);
      this.#all += 1;
      if (radius.every((r) => r < 0.02 * size)) this.#held += 1;
    }
  }

  get share(): number {
    return this.#held / this.#all;
  }
}
