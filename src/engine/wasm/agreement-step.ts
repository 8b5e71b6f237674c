import type { Node } from '../../graph/op.ts';
import { differencesKernel, paddedSamples, patternBytes, patternKernel } from './agreement-kernel.ts';
import { imagesTogether, type ReadPass, type Site, type Step } from './step.ts';
import type { Layout } from './tensor.ts';

/** Activation patterns as bits, compared by counting the bits that differ. The result is the host's. */
export interface AgreementStep extends Omit<Step, 'prepare'> {
  prepare(site: Site, scratch: number): ReadPass<Float64Array>;
}

export function agreementStep(node: Node<'agreement'>, layouts: (node: Node) => Layout): AgreementStep {
  const input = node.inputs[0]!;
  const {
    extents,
    strides: [, row],
    border,
  } = layouts(input);
  const batch = node.shape[0]!;
  // Tensors of fewer than four axes have their samples elsewhere than in the first of the four extents.
  const images = input.shape.length >= 4 ? extents[0] : 1;
  const joined = border.every((width) => width === 0);
  const perSample = (extents[0] * extents[1] * extents[2] * extents[3]) / batch;
  const rows = joined || images !== batch ? 1 : extents[1];
  const perRow = perSample / rows;
  const bytes = patternBytes(rows, perRow);
  return {
    // Tensors of fewer axes do not have their samples where images are.
    batch: images === batch ? batch : 1,
    together: images === batch ? imagesTogether(batch, 4 * perSample) : 1,
    scratch: (bytes + 4 * batch) * paddedSamples(batch),
    prepare(site, scratch) {
      const x = site.tensor(input);
      const pack = `pattern ${rows} ${perRow} ${row}`;
      const packer = site.kernels.want(pack, () => patternKernel(rows, perRow, row));
      const compare = `differences ${batch} ${bytes}`;
      const comparer = site.kernels.want(compare, () => differencesKernel(batch, bytes));
      const sampleAt = images === batch ? x.imageAt : (i: number) => x.base + i * 4 * perSample;
      const write = (first: number, count: number) => {
        for (let i = first; i < first + count; i += 1) packer.run(sampleAt(i), scratch + i * bytes);
      };
      return {
        begin() {},
        images: images === batch ? write : () => write(0, batch),
        end() {
          const width = paddedSamples(batch);
          const differences = scratch + bytes * width;
          comparer.run(scratch, differences);
          const counts = new Float64Array(batch * batch);
          for (let i = 0; i < batch; i += 1) {
            for (let j = 0; j <= i; j += 1) {
              const same = perSample - site.memory.i32[differences / 4 + i * width + j]!;
              counts[i * batch + j] = same;
              counts[j * batch + i] = same;
            }
          }
          return counts;
        },
      };
    },
  };
}
