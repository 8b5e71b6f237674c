import { differentiate, pushForward } from '../src/graph/differentiate.ts';
import { Graph } from '../src/graph/graph.ts';
import { type Network, NetworkBuilder, type ParameterSpec } from '../src/graph/network.ts';
import { type NetworkMode, TRAINING } from '../src/graph/network-mode.ts';
import type { Node } from '../src/graph/op.ts';
import { fill } from '../src/graph/ops/broadcast.ts';
import { crossEntropy } from '../src/graph/ops/log-softmax.ts';
import { pad } from '../src/graph/ops/pad.ts';
import { reshape } from '../src/graph/ops/reshape.ts';
import { sum } from '../src/graph/ops/sum.ts';
import { sizeOf } from '../src/graph/shape.ts';

/** Lays an architecture's network down. */
export type NetworkPlan = (builder: NetworkBuilder) => Network;

/** Extents of the batch that the proxies look at. */
export interface BatchShape {
  readonly batch: number;
  /** Height and width, in pixels. */
  readonly size: number;
  readonly classes: number;
}

/**
 * What proxies ask for, in one graph: each quantity is made when it is first wanted, and shared, so that all proxies
 * together cost one forward pass and the fewest backward passes.
 */
export class Quantities {
  readonly shape: BatchShape;
  readonly #graph = new Graph();
  readonly #plan: NetworkPlan;
  readonly #networks = new Map<string, Network>();
  readonly #specs = new Map<Node, ParameterSpec>();
  #lossGradients: Map<Node, Node> | null = null;
  #curvature: (Node | null)[] | null = null;

  constructor(plan: NetworkPlan, shape: BatchShape) {
    this.#plan = plan;
    this.shape = shape;
  }

  /** The network in training mode on the batch. */
  get network(): Network {
    return this.networkOn(this.#images('images', this.shape.batch), TRAINING);
  }

  /** The network in another mode, on other images; the same node for the same question. */
  networkOn(images: Node, mode: NetworkMode): Network {
    const key = `${images.id} ${JSON.stringify(mode)}`;
    let network = this.#networks.get(key);
    if (!network) {
      network = this.#plan(new NetworkBuilder(images, mode));
      this.#networks.set(key, network);
    }
    return network;
  }

  /** How this parameter of one of the networks is made. */
  parameter(node: Node<'parameter'>): ParameterSpec {
    if (!this.#specs.has(node)) {
      for (const { parameters } of this.#networks.values()) {
        for (const spec of parameters) this.#specs.set(spec.node, spec);
      }
    }
    return this.#specs.get(node)!;
  }

  /** Images of standard normal noise, independent of the batch. */
  noise(name: string): Node {
    return this.#images(`noise/${name}`, this.shape.batch);
  }

  /** One image whose every pixel is 1. */
  ones(): Node {
    return fill(this.#graph.constant(1), [1, this.shape.size, this.shape.size, 3], 1);
  }

  /** The same image, and a second one of zeros beside it, which says that it does not move. */
  onesAtRest(): Node {
    return pad(this.ones(), 0, 0, 1);
  }

  /** The gradient of the batch's mean cross-entropy with respect to a node; zeros where it does not matter. */
  lossGradient(node: Node): Node {
    return this.#gradients().get(node) ?? fill(node, node.shape, 0);
  }

  /** The Hessian of the loss, applied to the weights themselves, layer by layer; null where it is zero. */
  hessianTimesWeights(): readonly (Node | null)[] {
    if (!this.#curvature) {
      const weights = this.network.layers.map((layer) => layer.weight);
      const gradients = weights.map((weight) => this.lossGradient(weight));
      this.#curvature = pushForward(gradients, new Map(weights.map((weight) => [weight, weight])));
    }
    return this.#curvature;
  }

  /** [batch, pixels]: the gradient of the sum of all logits with respect to each image. */
  inputJacobian(): Node {
    const { images, logits } = this.network;
    const gradient = differentiate(sum(logits), [images]).get(images) ?? fill(images, images.shape, 0);
    return reshape(gradient, [this.shape.batch, sizeOf(images.shape) / this.shape.batch]);
  }

  #gradients(): Map<Node, Node> {
    if (!this.#lossGradients) {
      const { batch, classes } = this.shape;
      const loss = crossEntropy(this.network.logits, this.#graph.input('labels', [batch, classes]));
      this.#lossGradients = differentiate(
        loss,
        this.network.layers.map((layer) => layer.weight),
      );
    }
    return this.#lossGradients;
  }

  #images(name: string, batch: number): Node {
    return this.#graph.input(name, [batch, this.shape.size, this.shape.size, 3]);
  }
}
