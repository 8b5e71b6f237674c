import type { Node, Padding } from '../../graph/op.ts';
import { inputGradBorder } from '../grad-border.ts';
import { hasResidues, stridedGradBorder } from './strided-grad.ts';

/** The border of zeros that a node wants around an input it slides a window over. Entries may be below zero. */
export function wantedBorder(consumer: Node, inputIndex: number): Padding | null {
  switch (consumer.op) {
    case 'conv2d':
    case 'conv2dWeightGrad':
      return inputIndex === 0 ? (consumer as Node<'conv2d'>).attrs.padding : null;
    case 'avgPool':
      return (consumer as Node<'avgPool'>).attrs.padding;
    case 'conv2dInputGrad': {
      const node = consumer as Node<'conv2dInputGrad'>;
      if (inputIndex !== 0) return null;
      if (hasResidues(node)) return stridedGradBorder(node);
      return node.attrs.stride.every((step) => step === 1) ? inputGradBorder(node) : null;
    }
    default:
      return null;
  }
}
