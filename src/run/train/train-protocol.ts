import { cpus } from 'node:os';
import { imageFolder } from '../../../datasets/images/image-sources.ts';
import { canonicalJson, sha256, sha256OfFile } from '../digest.ts';
import { nasprobeVersion } from '../version.ts';
import type { TrainConfig } from './train-config.ts';

/** How the trainings of a table came about. All but `machine` must agree when more are added. */
export interface TrainProtocol extends Omit<TrainConfig, 'images'> {
  readonly job: 'train';
  readonly images: { readonly source: string; readonly sha256: string; readonly normalised: string };
  readonly init: 'pytorch-default';
  readonly engine: { readonly id: 'wasm'; readonly relaxedSimd: boolean };
  /** What no option changes. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly configHash: string;
  readonly machine: Readonly<Record<'nasprobe' | 'node' | 'cpu' | 'created', string>>;
}

const FIXED = {
  optimiser: 'SGD, decay on every parameter, the last incomplete batch of an epoch left out',
  batchNorm: 'running statistics with weight 0.1 of the newest batch, unbiased variance, epsilon 1e-5',
  seeds: 'weights from (seed, name); order and augmentation of the images from (seed, epoch)',
  curves: 'train: of the steps as they were taken; valid and test: after each epoch, running statistics',
} as const;

export function trainProtocol(config: TrainConfig, relaxedSimd: boolean): TrainProtocol {
  const { images, ...rest } = config;
  const digests = imageFolder(images).files.map(sha256OfFile);
  const decisive = {
    job: 'train',
    ...rest,
    images: {
      source: images,
      sha256: sha256(digests.join('\n')),
      normalised: 'by mean and deviation of all training pixels',
    },
    init: 'pytorch-default',
    engine: { id: 'wasm', relaxedSimd },
    fixed: FIXED,
  } as const;
  return {
    ...decisive,
    configHash: sha256(canonicalJson(decisive)),
    machine: {
      nasprobe: nasprobeVersion(),
      node: process.versions.node,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      created: new Date().toISOString(),
    },
  };
}
