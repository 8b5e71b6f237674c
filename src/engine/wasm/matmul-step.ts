import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { convKernel } from './conv-kernel.ts';
import { wantPack } from './pack-kernel.ts';
import { blocksOf, packedSize, type WeightStrides } from './pack-weights.ts';
import { type Step, undivided } from './step.ts';

/** A matrix product, or a batch of them: convolutions of one row of pixels by a window of one. */
export function matmulStep(node: Node<'matmul'>): Step {
  const [a, b] = node.inputs as [Node, Node];
  const { transposeA, transposeB } = node.attrs;
  const [rows, columns] = node.shape.slice(-2) as [number, number];
  const inner = a.shape.at(transposeA ? -2 : -1)!;
  const pairs = sizeOf(node.shape) / (rows * columns);
  const blocks = blocksOf(columns);
  const packedBytes = 4 * blocks.reduce((total, block) => total + packedSize(1, inner, block), 0);
  const strides: WeightStrides = {
    row: 0,
    column: 0,
    in: transposeB ? 1 : columns,
    out: transposeB ? inner : 1,
  };
  return {
    batch: 1,
    together: 1,
    scratch: packedBytes + (transposeA ? 4 * rows * inner : 0),
    prepare(site, scratch) {
      const [x, w, y] = [site.tensor(a), site.tensor(b), site.tensor(node)];
      let packed = scratch / 4;
      const calls = blocks.map((block) => {
        const options = {
          outHeight: 1,
          outWidth: rows,
          kernelY: 1,
          kernelX: 1,
          ins: inner,
          vectors: block.vectors,
          outs: block.outs,
          weightIn: 16 * block.vectors,
          blocks: 1,
          weightBlock: 0,
          weightY: 0,
          tapX: 4 * inner,
          tapY: 0,
          stepX: 4 * inner,
          stepY: 0,
          outX: 4 * columns,
          outY: 0,
          simd: site.simd,
        };
        const key = `conv ${JSON.stringify(options)}`;
        const kernel = site.kernels.want(key, () => convKernel(options));
        const pack = wantPack(site.kernels, strides, [1, 1, inner], block);
        const call = { kernel, pack, block, packed };
        packed += packedSize(1, inner, block);
        return call;
      });
      return undivided(() => {
        const memory = site.memory.f32;
        for (let pair = 0; pair < pairs; pair += 1) {
          let source = x.base + 4 * pair * rows * inner;
          if (transposeA) {
            const from = source / 4;
            source = scratch + packedBytes;
            for (let row = 0; row < rows; row += 1) {
              for (let k = 0; k < inner; k += 1) {
                memory[source / 4 + row * inner + k] = memory[from + k * rows + row]!;
              }
            }
          }
          const weights = w.base + 4 * pair * inner * columns;
          const target = y.base + 4 * pair * rows * columns;
          for (const { kernel, pack, block, packed: at } of calls) {
            pack.run(weights + 4 * block.first * strides.out, 4 * at);
            kernel.run(source, 4 * at, target + 4 * block.first);
          }
        }
      });
    },
  };
}
