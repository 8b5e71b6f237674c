import type { Counts } from './counts.ts';

/** A feature map: its channels, and its height and width. */
export interface FeatureMap {
  readonly channels: number;
  readonly size: number;
}

/** A square convolution without bias, in the terms of the network builder. */
export interface CountedConv {
  readonly kernel: number;
  readonly stride?: number;
  /** As many groups as channels: a filter a channel. */
  readonly depthwise?: boolean;
}

/**
 * Adds up what a network costs for one image, layer by layer, as the proxies `params`, `macs` and `flops` count it of
 * the network's graph, but without one: windows are taken to be padded so that only their stride makes a map smaller.
 */
export class Tally {
  #params = 0;
  #macs = 0;
  #rest = 0;

  /** The counts so far. */
  get counts(): Required<Pick<Counts, 'params' | 'macs' | 'flops'>> {
    return { params: this.#params, macs: this.#macs, flops: this.#macs + this.#rest };
  }

  conv(x: FeatureMap, channels: number, { kernel, stride = 1, depthwise = false }: CountedConv): FeatureMap {
    const weights = kernel ** 2 * (depthwise ? 1 : x.channels) * channels;
    const size = Math.ceil(x.size / stride);
    this.#params += weights;
    this.#macs += weights * size ** 2;
    return { channels, size };
  }

  norm(x: FeatureMap): FeatureMap {
    this.#params += 2 * x.channels;
    this.#rest += 2 * elements(x);
    return x;
  }

  relu(x: FeatureMap): FeatureMap {
    this.#rest += elements(x);
    return x;
  }

  reluConvNorm(x: FeatureMap, channels: number, conv: CountedConv): FeatureMap {
    return this.norm(this.conv(this.relu(x), channels, conv));
  }

  pool(x: FeatureMap, window: number, stride: number): FeatureMap {
    const pooled = { ...x, size: Math.ceil(x.size / stride) };
    this.#rest += window ** 2 * elements(pooled);
    return pooled;
  }

  /** Global average pooling and a linear layer with its bias. */
  head(x: FeatureMap, classes: number): void {
    this.#rest += x.channels * (x.size + 1) ** 2;
    this.#params += (x.channels + 1) * classes;
    this.#macs += x.channels * classes;
  }
}

function elements({ channels, size }: FeatureMap): number {
  return channels * size ** 2;
}
