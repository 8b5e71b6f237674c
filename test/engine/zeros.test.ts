import { expect, it } from 'vitest';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { zeros } from '../../src/engine/zeros.ts';
import { Graph } from '../../src/graph/graph.ts';
import { scale } from '../../src/graph/ops/scale.ts';
import { wasmEngines } from './wasm-engines.ts';

it('gives zeros that no other array has, however many there are', () => {
  const lengths = Array.from({ length: 600 }, (_, i) => (i * 37) % 300);
  const arrays = lengths.map((length, i) => {
    const array = zeros(length);
    expect(array).toEqual(new Float64Array(length));
    return array.fill(i + 1);
  });
  arrays.forEach((array, i) => expect(array).toEqual(new Float64Array(lengths[i]!).fill(i + 1)));
});

it.each([{ name: 'reference', engine: referenceEngine }, ...wasmEngines])(
  'results share no memory with others: $name',
  ({ engine }) => {
    const x = new Graph().input('x', [3]);
    const program = engine.compile(
      new Map([
        ['twice', scale(x, 2)],
        ['same', x],
      ]),
    );
    for (const values of program.run(() => Float64Array.of(1, 2, 3)).values())
      expect(values.buffer.byteLength).toBe(values.byteLength);
  },
);
