import type { Graph } from './graph.ts';
import type { NetworkMode } from './network-mode.ts';
import type { ConvAttrs, Node } from './op.ts';
import { add } from './ops/add.ts';
import { avgPool } from './ops/avg-pool.ts';
import { broadcast } from './ops/broadcast.ts';
import { conv2d } from './ops/conv2d.ts';
import { cumsum } from './ops/cumsum.ts';
import { detach } from './ops/detach.ts';
import { matmul } from './ops/matmul.ts';
import { maxPool } from './ops/max-pool.ts';
import { mul } from './ops/mul.ts';
import { pad } from './ops/pad.ts';
import { reciprocal } from './ops/reciprocal.ts';
import { relu } from './ops/relu.ts';
import { reshape } from './ops/reshape.ts';
import { negate } from './ops/scale.ts';
import { shift } from './ops/shift.ts';
import { slice } from './ops/slice.ts';
import { sqrt } from './ops/sqrt.ts';
import { stretch } from './ops/stretch.ts';
import { leadingAxes, mean, sum } from './ops/sum.ts';
import { transpose } from './ops/transpose.ts';
import { variance } from './ops/variance.ts';
import { type ConvOptions, convAttrs, type PoolOptions } from './ops/window.ts';
import { type Shape, sizeOf } from './shape.ts';

/** A convolution or a linear layer, reached by the network's output or not. */
export interface Layer {
  /** As in the official checkpoint, without `.weight`. */
  readonly name: string;
  readonly kind: 'conv' | 'linear';
  /** [height, width, in / groups, out] of a convolution, [out, in] (or [in, out], in a file that has it so) of a linear layer. */
  readonly weight: Node<'parameter'>;
  readonly input: Node;
  /** Before the bias. */
  readonly product: Node;
  /** Before batch normalisation, with the bias. */
  readonly output: Node;
}

/** How a parameter is made where no checkpoint gives it. */
export interface ParameterSpec {
  readonly node: Node<'parameter'>;
  /**
   * Uniform in ±bound (PyTorch's default for convolutions and linear layers), or one value everywhere, or whatever the
   * network's own file gives, for want of a rule.
   */
  readonly fill: { readonly bound: number } | { readonly value: number } | { readonly given: true };
  /** The axes of the checkpoint's tensor (out, in, height, width) that give ours in order. */
  readonly order: readonly number[];
  readonly role: 'weight' | 'bias' | 'scale' | 'statistic';
}

/** What a batch normalisation in training mode takes from the batch, each [channels]. */
export interface BatchStatistics {
  /** As in the official checkpoint, without `.running_mean` and `.running_var`. */
  readonly name: string;
  readonly mean: Node;
  /** Biased, as it normalises. */
  readonly variance: Node;
  /** Numbers that a channel's statistics are over: the batch times the pixels. */
  readonly count: number;
}

/** What the builder made of an architecture: its nodes by the part they play. */
export interface Network {
  readonly images: Node;
  readonly logits: Node;
  /** Of a dual network (see {@link NetworkMode.dual}) the derivative of the logits: of one image, without the biases. */
  readonly tangent: Node | null;
  /** What enters the global average pool. */
  readonly features: Node;
  readonly layers: readonly Layer[];
  /** The inputs of the ReLUs, one for each ReLU (a tensor that feeds three counts three times). */
  readonly activations: readonly Node[];
  /** The inputs of the batch normalisations. */
  readonly norms: readonly Node[];
  /** What those of training mode take from the batch, reached by the network's output or not. */
  readonly statistics: readonly BatchStatistics[];
  readonly pools: readonly Node[];
  readonly parameters: readonly ParameterSpec[];
  /** What {@link NetworkBuilder.cut} divided by; empty unless it was asked to. */
  readonly scales: readonly Node[];
  /**
   * Whether it is linear in each layer once weights are absolute and batch norm is left out: made of layers, ReLUs, pools
   * and sums. Else it has gates, smooth activations or other normalisations, and {@link NetworkBuilder.cut} may not be used.
   */
  readonly homogeneous: boolean;
}

/** The checkpoint's names of a layer's parameters. */
export interface LayerNames {
  readonly weight: string;
  /** Absent where the layer has none. */
  readonly bias?: string;
}

/** The checkpoint's names of a batch normalisation's parameters. */
export interface NormNames {
  readonly scale: string;
  readonly bias: string;
  readonly mean: string;
  readonly variance: string;
}

const BATCH_NORM_EPSILON = 1e-5;
/** Cropped images have a multiple of so many rows and columns: engines take pixels by fours and eights. */
const CROP = 8;

/** Lays a network down layer by layer, in the terms in which architectures are described. */
export class NetworkBuilder {
  readonly graph: Graph;
  readonly images: Node;
  readonly #mode: NetworkMode;
  readonly #layers: Layer[] = [];
  readonly #activations: Node[] = [];
  readonly #norms: Node[] = [];
  readonly #statistics: BatchStatistics[] = [];
  readonly #pools: Node[] = [];
  readonly #parameters = new Map<Node, ParameterSpec>();
  readonly #scales: Node[] = [];
  #features: Node | null = null;
  /** What the cuts so far have multiplied by: biases behind them must follow. */
  readonly #factors: Node[] = [];

  constructor(images: Node, mode: NetworkMode) {
    this.graph = images.graph;
    this.images = images;
    this.#mode = mode;
  }

  /**
   * The images, without rows and columns from their middle as far as a network may be laid down on smaller ones.
   * @param reach how far from the border pixels may differ in what is made of them, before {@link NetworkBuilder.whole}
   */
  cropped(reach: number): Node {
    if (!this.#mode.uniform) return this.images;
    const [height, width] = this.#image.map((extent) =>
      Math.min(extent, CROP * Math.ceil((2 * reach + 1) / CROP)),
    ) as [number, number];
    return slice(slice(this.images, 1, 0, height), 2, 0, width);
  }

  /** What was made of {@link NetworkBuilder.cropped} images, with the rows and columns that they lacked. */
  whole(x: Node): Node {
    return stretch(x, this.#image);
  }

  get #image(): readonly [number, number] {
    return [this.images.shape[1]!, this.images.shape[2]!];
  }

  /** A square convolution without bias, as the benchmarks' networks have before batch normalisation. */
  conv(name: string, x: Node, out: number, kernel: number, options: ConvOptions = {}): Node {
    return this.convolution({ weight: `${name}.weight` }, x, out, [kernel, kernel], convAttrs(options));
  }

  /** A convolution of any window. */
  convolution(
    names: LayerNames,
    x: Node,
    out: number,
    kernel: readonly [number, number],
    attrs: ConvAttrs,
  ): Node {
    const perGroup = x.shape[3]! / attrs.groups;
    const bound = 1 / Math.sqrt(perGroup * kernel[0] * kernel[1]);
    const weight = this.#parameter(
      names.weight,
      [...kernel, perGroup, out],
      { bound },
      [2, 3, 1, 0],
      'weight',
    );
    const product = this.graph.make('conv2d', [this.#moving(x), weight], attrs);
    return this.#layer('conv', names, weight, x, product, bound);
  }

  linear(name: string, x: Node, out: number): Node {
    return this.dense({ weight: `${name}.weight`, bias: `${name}.bias` }, x, out, true);
  }

  /**
   * A linear layer of rows, or at each pixel of images.
   * @param transposed whether the checkpoint has its weights as [out, in] rather than [in, out]
   */
  dense(names: LayerNames, x: Node, out: number, transposed: boolean): Node {
    const ins = x.shape.at(-1)!;
    const bound = 1 / Math.sqrt(ins);
    const shape = transposed ? [out, ins] : [ins, out];
    const weight = this.#parameter(names.weight, shape, { bound }, [0, 1], 'weight');
    const moving = this.#moving(x);
    if (x.shape.length === 2) {
      return this.#layer('linear', names, weight, x, matmul(moving, weight, false, transposed), bound);
    }
    const upright = transposed ? transpose(weight, [1, 0]) : weight;
    const product = conv2d(moving, reshape(upright, [1, 1, ins, out]));
    return this.#layer('linear', names, weight, x, product, bound);
  }

  batchNorm(name: string, x: Node): Node {
    const names = {
      scale: `${name}.weight`,
      bias: `${name}.bias`,
      mean: `${name}.running_mean`,
      variance: `${name}.running_var`,
    };
    return this.normalise(names, x, BATCH_NORM_EPSILON);
  }

  /** A batch normalisation over all axes but the last. */
  normalise(names: NormNames, x: Node, epsilon: number): Node {
    this.#norms.push(x);
    if (this.#mode.batchNorm === 'none') return x;
    const channels = [x.shape.at(-1)!];
    const gamma = this.#parameter(names.scale, channels, { value: 1 }, [0], 'scale');
    const beta = this.#parameter(names.bias, channels, { value: 0 }, [0], 'bias');
    const { mean, variance } = this.#statisticsOf(names, x);
    const deviation = sqrt(shift(variance, epsilon));
    const slope = mul(gamma, reciprocal(deviation));
    const offset = add(beta, negate(mul(mean, slope)));
    return add(mul(x, slope), offset);
  }

  /** A parameter of no layer, whose numbers only the network's file knows, such as a scale for each channel. */
  given(name: string, shape: Shape): Node {
    const order = shape.map((_, axis) => axis);
    return this.#parameter(name, shape, { given: true }, order, 'scale');
  }

  /** A ReLU of another make, such as one with a ceiling. */
  rectifier(x: Node, of: (x: Node) => Node): Node {
    this.#activations.push(x);
    return of(x);
  }

  relu(x: Node): Node {
    this.#activations.push(x);
    // Without normalisation and signs nothing is below zero, and the network stays linear in each layer.
    return this.#mode.batchNorm === 'none' && this.#mode.parameters === 'absolute' ? x : relu(x);
  }

  avgPool(x: Node, options: PoolOptions): Node {
    const pooled = avgPool(x, options);
    this.#pools.push(pooled);
    return pooled;
  }

  maxPool(x: Node, options: PoolOptions): Node {
    const pooled = maxPool(x, options);
    this.#pools.push(pooled);
    return pooled;
  }

  /** [batch, channels]: the mean over the pixels; its input is the network's last feature map. */
  globalAvgPool(x: Node): Node {
    this.#features = x;
    return mean(x, [1, 2]);
  }

  /** Marks a tensor through which every path from the images to the logits passes. */
  cut(x: Node): Node {
    return this.cutAll([x])[0]!;
  }

  /** Marks tensors of which every path from the images to the logits passes one: the scale is that of the last. */
  cutAll(xs: readonly Node[]): readonly Node[] {
    const last = xs.at(-1);
    if (!this.#mode.rescale || last === undefined) return xs;
    // A dual network has its derivative already, and none is taken of it.
    const total = this.#mode.dual ? sum(last) : detach(sum(last));
    this.#scales.push(total);
    const factor = reciprocal(total);
    this.#factors.push(factor);
    return xs.map((x) => mul(x, factor));
  }

  finish(logits: Node, homogeneous = true): Network {
    return {
      images: this.images,
      logits,
      tangent: this.#mode.dual ? this.#tangentOf(logits) : null,
      features: this.#features ?? logits,
      layers: this.#layers,
      activations: this.#activations,
      norms: this.#norms,
      statistics: this.#statistics,
      pools: this.#pools,
      parameters: [...this.#parameters.values()],
      scales: this.#scales,
      homogeneous,
    };
  }

  /** No bias moves with the weights; to say so spares the network what it has been scaled by. */
  #tangentOf(logits: Node): Node {
    const last = this.#layers.find(({ output }) => output === logits);
    return slice(last?.product ?? logits, 0, 1, 1);
  }

  #layer(
    kind: Layer['kind'],
    names: LayerNames,
    weight: Node<'parameter'>,
    input: Node,
    product: Node,
    bound: number,
  ): Node {
    const output = names.bias === undefined ? product : add(product, this.#bias(names.bias, product, bound));
    const name = names.weight.replace(/\.weight$/, '');
    this.#layers.push({ name, kind, weight, input, product, output });
    return output;
  }

  /** Of the shape of the channels, or of all of the product. */
  #bias(name: string, { shape }: Node, bound: number): Node {
    const bias = this.#parameter(name, [shape.at(-1)!], { bound }, [0], 'bias');
    const scaled = this.#factors.length > 0 ? mul(bias, this.#factors.reduce(mul)) : bias;
    if (!this.#mode.dual) return scaled;
    // It does not move with the weights.
    const ofValue = pad(reshape(scaled, [1, shape.at(-1)!]), 0, 0, 1);
    return broadcast(
      ofValue,
      shape,
      shape.slice(1, -1).map((_, i) => i + 1),
    );
  }

  /** What a layer multiplies by its weights. */
  #moving(x: Node): Node {
    return this.#mode.dual ? cumsum(x) : x;
  }

  #statisticsOf(names: NormNames, x: Node): { readonly mean: Node; readonly variance: Node } {
    const channels = [x.shape.at(-1)!];
    if (this.#mode.batchNorm === 'running') {
      return {
        mean: this.#parameter(names.mean, channels, { value: 0 }, [0], 'statistic'),
        variance: this.#parameter(names.variance, channels, { value: 1 }, [0], 'statistic'),
      };
    }
    const count = sizeOf(x.shape) / channels[0]!;
    const name = names.scale.replace(/\.weight$/, '');
    const statistics = { name, variance: variance(x), mean: mean(x, leadingAxes(x)), count };
    this.#statistics.push(statistics);
    return statistics;
  }

  #parameter(
    name: string,
    shape: readonly number[],
    fill: ParameterSpec['fill'],
    order: readonly number[],
    role: ParameterSpec['role'],
  ): Node<'parameter'> {
    // What was gathered from batches is no parameter to be trained, and keeps its sign.
    const absolute = this.#mode.parameters === 'absolute' && role !== 'statistic';
    const node = this.graph.parameter(name, shape, { init: this.#mode.init, absolute });
    // One that several layers share is one parameter.
    if (!this.#parameters.has(node)) this.#parameters.set(node, { node, fill, order, role });
    return node;
  }
}
