import type { Node } from '../../graph/op.ts';
import type { Feed } from '../engine.ts';
import { fedNumbers } from '../fed-numbers.ts';
import { type ComputedOp, kernelOf } from '../reference/kernels.ts';
import { borderClearer } from './border.ts';
import type { Roles } from './roles.ts';
import type { Site } from './step.ts';
import { copyIn, copyOut } from './transfer.ts';
import type { HostValues, Work } from './work.ts';

/** What the host does of one node. */
type HostStep = (host: HostValues, feed: Feed) => void;

/** What the caller feeds and what the host computes, one after the other; the host knows no images. */
export function hostWork(nodes: readonly Node[], roles: Roles): Work {
  return {
    batch: 1,
    together: 1,
    scratch: 0,
    whole: [],
    reads: nodes.flatMap(({ inputs }) => inputs.filter((input) => !roles.onHost(input))),
    prepare(site) {
      const steps = nodes.map((node) =>
        roles.of(node) === 'feed'
          ? feedStep(node as Node<'input'> | Node<'parameter'>, roles, site)
          : computeStep(node, roles, site),
      );
      return {
        begin(feed, host) {
          for (const step of steps) step(host, feed);
        },
        images() {},
        end() {},
      };
    },
  };
}

function feedStep(node: Node<'input'> | Node<'parameter'>, roles: Roles, site: Site): HostStep {
  const tensor = roles.onHost(node) ? null : site.tensor(node);
  const clear = tensor ? borderClearer(tensor, site.kernels) : null;
  return (host, feed) => {
    const values = fedNumbers(node, feed);
    if (!tensor) host.set(node, Float64Array.from(values));
    else {
      clear!(0, tensor.extents[0]);
      copyIn(site.memory, values, tensor);
    }
  };
}

function computeStep(node: Node, roles: Roles, site: Site): HostStep {
  const kernel = kernelOf(node.op as ComputedOp);
  const tensors = node.inputs.map((input) => (roles.onHost(input) ? null : site.tensor(input)));
  return (host) => {
    const values = node.inputs.map((input, i) => {
      const tensor = tensors[i];
      return tensor ? copyOut(site.memory, tensor) : host.get(input)!;
    });
    host.set(node, kernel(node, values));
  };
}
