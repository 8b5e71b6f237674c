import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Feed } from '../engine.ts';
import { fedNumbers } from '../fed-numbers.ts';
import type { ConvPlan } from './conv-plan.ts';
import type { Roles } from './roles.ts';
import type { Site } from './step.ts';
import type { Layout } from './tensor.ts';

/** Weights as the kernels of a convolution read them. */
export interface WeightForm {
  /** Says all that it depends on besides the weights. */
  readonly key: string;
  readonly bytes: number;
  /** Makes it at `to` of the weights as they are, which lie at `from`. */
  make(from: number, to: number): void;
}

/** Bytes of a convolution's weights as they are. */
export const weightBytes = ({ shape }: Node): number => 4 * sizeOf(shape);

/**
 * The fed tensors that convolutions only take as their weights, and that no other plan has in memory. They need no room of their
 * own: each convolution fetches them, in its form, when it begins.
 */
export function fetchedWeights(
  order: readonly Node[],
  outputs: ReadonlySet<Node>,
  roles: Roles,
  guests: ReadonlyMap<Node, Layout>,
): ReadonlySet<Node> {
  const fetched = new Set(
    order.filter(
      (node) => roles.of(node) === 'feed' && !roles.onHost(node) && !outputs.has(node) && !guests.has(node),
    ),
  );
  for (const { op, inputs } of order) {
    inputs.forEach((input, i) => {
      if (op !== 'conv2d' || i !== 1) fetched.delete(input);
    });
  }
  return fetched;
}

/**
 * A function that gives the address of a convolution's weights in a form, and has made it there.
 * @param form null where the kernels read them as they are
 * @param room memory for the form, and of weights that are fetched as they are; they have it until the last image
 * @param staging memory for fetched weights as they are, until the form is made
 */
export function openWeights(
  { weight, fetches }: ConvPlan,
  site: Site,
  form: WeightForm | null,
  room: number,
  staging = site.workspace,
): (feed: Feed) => number {
  if (!fetches) {
    const tensor = site.tensor(weight);
    if (!form) return () => tensor.base;
    return () => {
      form.make(tensor.base, room);
      return room;
    };
  }
  const leaf = weight as Node<'input'> | Node<'parameter'>;
  const { key, bytes } = form ?? { key: 'as it is', bytes: weightBytes(weight) };
  return (feed) => {
    const values = fedNumbers(leaf, feed);
    return site.residents.of(values, key, bytes, room, (to) => {
      site.memory.f32.set(values, (form ? staging : to) / 4);
      form?.make(staging, to);
    });
  };
}
