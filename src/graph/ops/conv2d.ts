import type { Node, OpDefinition } from '../op.ts';
import { formatShape, GraphError, sizeOf } from '../shape.ts';
import { addPresent } from './add.ts';
import { conv2dInputGrad } from './conv2d-input-grad.ts';
import { conv2dWeightGrad } from './conv2d-weight-grad.ts';
import { type ConvOptions, convAttrs, windowExtent } from './window.ts';

/**
 * Convolution (cross-correlation, as everywhere in deep learning) of images [batch, height, width, in] with weights
 * [height, width, in / groups, out].
 */
export function conv2d(x: Node, weight: Node, options: ConvOptions = {}): Node {
  return x.graph.make('conv2d', [x, weight], convAttrs(options));
}

export const conv2dOp: OpDefinition<'conv2d'> = {
  name: 'conv2d',
  infer([x, weight], attrs) {
    const [batch, height, width, channels] = x!;
    const [kernelY, kernelX, perGroup, out] = weight!;
    if (
      x!.length !== 4 ||
      weight!.length !== 4 ||
      perGroup! * attrs.groups !== channels ||
      out! % attrs.groups
    ) {
      throw new GraphError(
        `images ${formatShape(x!)} do not fit weights ${formatShape(weight!)} in ${attrs.groups} group(s)`,
      );
    }
    const extent = windowExtent(height!, width!, { ...attrs, kernel: [kernelY!, kernelX!] });
    return [batch!, ...extent, out!];
  },
  macs(node) {
    const [kernelY, kernelX, perGroup] = node.inputs[1]!.shape;
    return sizeOf(node.shape) * kernelY! * kernelX! * perGroup!;
  },
  vjp(node, gradient) {
    const [x, weight] = node.inputs as [Node, Node];
    return [
      conv2dInputGrad(gradient, weight, node.attrs, [x.shape[1]!, x.shape[2]!]),
      conv2dWeightGrad(x, gradient, node.attrs, [weight.shape[0]!, weight.shape[1]!]),
    ];
  },
  jvp(node, [dx, dw]) {
    const [x, weight] = node.inputs as [Node, Node];
    const left = dx ? node.graph.make('conv2d', [dx, weight], node.attrs) : null;
    const right = dw ? node.graph.make('conv2d', [x, dw], node.attrs) : null;
    return addPresent(left, right);
  },
};
