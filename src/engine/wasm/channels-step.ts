import type { Node } from '../../graph/op.ts';
import { borderClearer } from './border.ts';
import { borderKernel } from './border-kernel.ts';
import { wantPlace } from './place-kernel.ts';
import { imagesTogether, type Site, type Step } from './step.ts';
import { extentsOf, type Tensor } from './tensor.ts';

/** Some neighbouring channels that go from one tensor to another of the same pixels. */
interface Move {
  readonly source: Node;
  /** The first of them, there and here. */
  readonly from: number;
  readonly to: number;
  readonly channels: number;
}

export function concatStep(node: Node<'concat'>): Step {
  let to = 0;
  const moves = node.inputs.map((source): Move => {
    const channels = source.shape.at(-1)!;
    to += channels;
    return { source, from: 0, to: to - channels, channels };
  });
  return channelsStep(node, moves);
}

export function sliceStep(node: Node<'slice'>): Step {
  const { start, length } = node.attrs;
  return channelsStep(node, [{ source: node.inputs[0]!, from: start, to: 0, channels: length }]);
}

export function padStep(node: Node<'pad'>): Step {
  const source = node.inputs[0]!;
  return channelsStep(node, [{ source, from: 0, to: node.attrs.before, channels: source.shape.at(-1)! }]);
}

/** Writes channels of other tensors into those of this node, and zeros into the rest. */
function channelsStep(node: Node, moves: readonly Move[]): Step {
  const [batch, rows, columns, all] = extentsOf(node.shape);
  const partial = moves.reduce((total, { channels }) => total + channels, 0) < all;
  return {
    batch,
    together: imagesTogether(batch, 4 * rows * columns * all),
    scratch: 0,
    prepare(site, _scratch) {
      const y = site.tensor(node);
      const clear = partial ? imageClearer(y, site) : borderClearer(y, site.kernels);
      const places = moves.map(({ source, from, to, channels }) => {
        const x = site.tensor(source);
        const place = wantPlace(site.kernels, {
          rows,
          columns,
          channels,
          fromX: x.strides[2],
          fromY: x.strides[1],
          toX: y.strides[2],
          toY: y.strides[1],
          scaled: false,
        });
        return { place, x, from: 4 * from, to: 4 * to };
      });
      return {
        begin() {},
        images(first, count) {
          clear(first, count);
          for (const { place, x, from, to } of places) {
            for (let n = first; n < first + count; n += 1)
              place.run(x.imageAt(n) + from, y.imageAt(n) + to, 0, 0);
          }
        },
        end() {},
      };
    },
  };
}

/** A function that writes zeros into whole images. */
function imageClearer(tensor: Tensor, { kernels }: Site): (first: number, count: number) => void {
  const clear = kernels.want('border', borderKernel);
  const [image] = tensor.strides;
  return (first, count) => {
    const start = tensor.imageAt(first) - tensor.origin;
    clear.run(start, count, image, image, 0, 0, 0, 0, 0, 0);
  };
}
