import { describe, expect, it } from 'vitest';
import { installedBindings } from '../../src/engine/tfjs/bindings.ts';
import { openTfjsEngine } from '../../src/engine/tfjs/tfjs-engine.ts';
import { Graph } from '../../src/graph/graph.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { evaluate, normals } from '../graph/recipe.ts';

const candidates = installedBindings()
  .map(({ binding }) => binding)
  .filter(({ backend }) => ['wasm', 'cpu'].includes(backend));

describe.each(candidates)('tfjs, $module', (binding) => {
  it.each([
    [1, 1],
    [2, 1],
    [1, 2],
    [2, 2],
  ])('adds the 576 terms of a convolution in groups (stride %i, dilation %i)', async (stride, dilation) => {
    const graph = new Graph();
    const x = graph.input('x', [2, 8, 8, 64]);
    const w = graph.input('w', [3, 3, 64, 32]);
    const y = conv2d(x, w, { padding: 1, stride, dilation });
    const values = Object.fromEntries(
      [x, w].map((node, i) => [
        node.attrs.name,
        Float64Array.from(normals(node.attrs.name, i, sizeOf(node.shape)), Math.fround),
      ]),
    );
    const [want] = evaluate([y], values);
    const engine = await openTfjsEngine([binding]);
    const got = (await engine.compile(new Map([['y', y]])).run((node) => values[node.attrs.name]!)).get('y')!;
    const rms = (numbers: ArrayLike<number>) =>
      Math.sqrt(Array.from(numbers).reduce((sum, value) => sum + value ** 2, 0) / numbers.length);
    const error = rms(Array.from(got, (value, i) => value - want![i]!)) / rms(want!);
    // One after the other they are 4e-7 off.
    expect(error).toBeLessThan(2e-7);
  });
});
