import type { Node } from '../../graph/op.ts';
import { GraphError } from '../../graph/shape.ts';
import type { Feed } from '../engine.ts';
import { agreementStep } from './agreement-step.ts';
import { concatStep, padStep, sliceStep } from './channels-step.ts';
import { convInputGradStep, convStep } from './conv-step.ts';
import { convWeightGradStep } from './conv-weight-grad-step.ts';
import type { WrittenCluster } from './fused-program.ts';
import { fusedStep } from './fused-step.ts';
import { matmulStep } from './matmul-step.ts';
import { avgPoolGradStep, avgPoolStep, maxPoolStep } from './pool-step.ts';
import type { Site, Step } from './step.ts';
import { stretchStep } from './stretch-step.ts';
import type { Layout } from './tensor.ts';

/** Values of the host's during a run. */
export type HostValues = Map<Node, Float64Array>;

/** One entry of the schedule, ready for planning: the memory it needs, and how it becomes a function. */
export interface Work extends Omit<Step, 'prepare'> {
  /** Tensors in the engine's memory that it reads. */
  readonly reads: readonly Node[];
  /** Those of them of which each image needs more than the same image. */
  readonly whole: readonly Node[];
  readonly prepare: (site: Site, scratch: number) => WorkPass;
}

/** A pass that may take from the caller and from the host, and give to the host. */
export interface WorkPass {
  begin(feed: Feed, host: HostValues): void;
  images(first: number, count: number): void;
  end(host: HostValues): void;
}

/** A pass over several tensors; its sums become the host's. */
export function clusterWork(
  written: WrittenCluster,
  domain: readonly number[],
  layout: (node: Node) => Layout,
): Work {
  const step = fusedStep(written, domain, layout);
  return {
    ...step,
    reads: written.operands.filter(({ before }) => !before).map(({ node }) => node),
    whole: written.operands
      .filter(({ repeated, before }) => before || repeated.length > 0)
      .map(({ node }) => node),
    prepare(site, scratch) {
      const pass = step.prepare(site, scratch);
      return {
        ...pass,
        end(host) {
          for (const [node, value] of pass.end()) host.set(node, value);
        },
      };
    },
  };
}

/** A kernel over one tensor or two. `decides`: see {@link convStep}; `fetched`: the weights that convolutions fetch. */
export function kernelWork(
  node: Node,
  layout: (node: Node) => Layout,
  decides: boolean,
  fetched: ReadonlySet<Node>,
): Work {
  if (node.op === 'agreement') {
    const step = agreementStep(node as Node<'agreement'>, layout);
    return {
      ...step,
      reads: node.inputs,
      whole: [],
      prepare(site, scratch) {
        const pass = step.prepare(site, scratch);
        return { ...pass, end: (host) => void host.set(node, pass.end()) };
      },
    };
  }
  const step = kernelStep(node, layout, decides, fetched);
  if (node.op === 'conv2d' && fetched.has(node.inputs[1]!))
    return { ...step, reads: [node.inputs[0]!], whole: [] };
  const whole = node.op === 'conv2d' || node.op === 'conv2dInputGrad' ? [node.inputs[1]!] : [];
  return { ...step, reads: node.inputs, whole };
}

function kernelStep(
  node: Node,
  layout: (node: Node) => Layout,
  decides: boolean,
  fetched: ReadonlySet<Node>,
): Step {
  switch (node.op) {
    case 'conv2d':
      return convStep(node as Node<'conv2d'>, layout, decides, fetched.has(node.inputs[1]!));
    case 'conv2dInputGrad':
      return convInputGradStep(node as Node<'conv2dInputGrad'>, layout);
    case 'conv2dWeightGrad':
      return convWeightGradStep(node as Node<'conv2dWeightGrad'>, layout);
    case 'avgPool':
      return avgPoolStep(node as Node<'avgPool'>, layout);
    case 'avgPoolGrad':
      return avgPoolGradStep(node as Node<'avgPoolGrad'>, layout);
    case 'maxPool':
    case 'maxPoolGather':
    case 'maxPoolGrad':
      return maxPoolStep(node as Node<'maxPool'>);
    case 'concat':
      return concatStep(node as Node<'concat'>);
    case 'slice':
      return sliceStep(node as Node<'slice'>);
    case 'pad':
      return padStep(node as Node<'pad'>);
    case 'stretch':
      return stretchStep(node as Node<'stretch'>);
    case 'matmul':
      return matmulStep(node as Node<'matmul'>);
    default:
      throw new GraphError(`the wasm engine has no kernel for ${node.op}`);
  }
}
