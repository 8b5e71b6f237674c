import type { Node } from '../../graph/op.ts';
import { middleOf } from '../../graph/ops/stretch.ts';
import { borderClearer } from './border.ts';
import { wantPlace } from './place-kernel.ts';
import { imagesTogether, type Step } from './step.ts';
import { extentsOf } from './tensor.ts';

/** Neighbouring rows or columns of the larger images, and the first of those that they are; `step` 0 where all are that one. */
interface Part {
  readonly to: number;
  readonly from: number;
  readonly count: number;
  readonly step: 0 | 1;
}

/** Images whose middle row and column come again and again: copied in nine parts, of which some may be empty. */
export function stretchStep(node: Node<'stretch'>): Step {
  const input = node.inputs[0]!;
  const [batch, height, width, channels] = extentsOf(node.shape);
  const [, rows, columns] = extentsOf(input.shape);
  const parts = partsOf(rows, height).flatMap((vertical) =>
    partsOf(columns, width).map((horizontal) => ({ vertical, horizontal })),
  );
  return {
    batch,
    together: imagesTogether(batch, 4 * height * width * channels),
    scratch: 0,
    prepare(site, _scratch) {
      const [x, y] = [site.tensor(input), site.tensor(node)];
      const clear = borderClearer(y, site.kernels);
      const copies = parts.map(({ vertical, horizontal }) => ({
        from: vertical.from * x.strides[1] + horizontal.from * x.strides[2],
        to: vertical.to * y.strides[1] + horizontal.to * y.strides[2],
        place: wantPlace(site.kernels, {
          rows: vertical.count,
          columns: horizontal.count,
          channels,
          fromX: horizontal.step * x.strides[2],
          fromY: vertical.step * x.strides[1],
          toX: y.strides[2],
          toY: y.strides[1],
          scaled: false,
        }),
      }));
      return {
        begin() {},
        images(first, count) {
          clear(first, count);
          for (let n = first; n < first + count; n += 1) {
            for (const { place, from, to } of copies) place.run(x.imageAt(n) + from, y.imageAt(n) + to, 0, 0);
          }
        },
        end() {},
      };
    },
  };
}

function partsOf(extent: number, to: number): Part[] {
  const middle = middleOf(extent);
  const after = extent - middle - 1;
  const parts: Part[] = [
    { to: 0, from: 0, count: middle, step: 1 },
    { to: middle, from: middle, count: to - middle - after, step: 0 },
    { to: to - after, from: middle + 1, count: after, step: 1 },
  ];
  return parts.filter(({ count }) => count > 0);
}
