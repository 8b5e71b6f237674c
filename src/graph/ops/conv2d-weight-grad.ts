import type { ConvAttrs, Node, OpDefinition } from '../op.ts';
import { sizeOf } from '../shape.ts';
import { addPresent } from './add.ts';
import { conv2dInputGrad } from './conv2d-input-grad.ts';

/** The adjoint of a convolution in its weights: images and gradient to weights of a `kernel` window. */
export function conv2dWeightGrad(
  x: Node,
  gradient: Node,
  attrs: ConvAttrs,
  kernel: readonly [number, number],
): Node {
  const { stride, padding, dilation, groups } = attrs;
  return x.graph.make('conv2dWeightGrad', [x, gradient], { stride, padding, dilation, groups, kernel });
}

export const conv2dWeightGradOp: OpDefinition<'conv2dWeightGrad'> = {
  name: 'conv2dWeightGrad',
  infer: ([x, gradient], { kernel, groups }) => [...kernel, x![3]! / groups, gradient![3]!],
  macs(node) {
    const [kernelY, kernelX, perGroup] = node.shape;
    return sizeOf(node.inputs[1]!.shape) * kernelY! * kernelX! * perGroup!;
  },
  vjp(node, cotangent) {
    const [x, gradient] = node.inputs as [Node, Node];
    const { kernel: _, ...attrs } = node.attrs;
    return [
      conv2dInputGrad(gradient, cotangent, attrs, [x.shape[1]!, x.shape[2]!]),
      node.graph.make('conv2d', [x, cotangent], attrs),
    ];
  },
  jvp(node, [dx, dGradient]) {
    const [x, gradient] = node.inputs as [Node, Node];
    const { kernel, ...attrs } = node.attrs;
    const left = dx ? conv2dWeightGrad(dx, gradient, attrs, kernel) : null;
    const right = dGradient ? conv2dWeightGrad(x, dGradient, attrs, kernel) : null;
    return addPresent(left, right);
  },
};
