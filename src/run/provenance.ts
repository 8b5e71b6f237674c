import { cpus } from 'node:os';
import { basename } from 'node:path';
import { BUNDLED_IMAGES, imageFolder, isDataSet } from '../../datasets/images/image-sources.ts';
import { findProxy } from '../../proxies/index.ts';
import type { Skeleton } from '../spaces/space.ts';
import { canonicalJson, sha256, sha256OfFile } from './digest.ts';
import type { Plan, Selection } from './plan.ts';
import type { ModelConfig, ScoreConfig, Scorer } from './score-config.ts';
import type { Shard } from './shard.ts';
import { nasprobeVersion } from './version.ts';

/**
 * How the scores of a table came about, kept in the Arrow schema's metadata. Everything but `machine` decides the
 * scores or their order, and must agree when a run is resumed; `machine` may change between the sittings.
 * Parts of one run differ in `shard` and `machine` alone.
 */
export interface Protocol {
  readonly nasprobe: string;
  readonly space: string;
  /** Of model files only what they leave open. */
  readonly skeleton: Skeleton | ModelConfig['skeleton'];
  /** The files that are scored, where they are models. */
  readonly models?: readonly { readonly name: string; readonly sha256: string }[];
  readonly proxies: readonly { readonly name: string; readonly better: 'higher' | 'lower' }[];
  readonly seed: number;
  readonly engine: {
    readonly id: string;
    readonly relaxedSimd: boolean;
    readonly deterministic: boolean;
    /** The version that computed, where ONNX Runtime did. */
    readonly onnxruntime?: string;
    /** The version that computed and the package that it computed with, where TensorFlow.js did. */
    readonly tfjs?: string;
    readonly binding?: string;
  };
  readonly batch: { readonly size: number; readonly policy: 'one batch for all architectures' };
  readonly images:
    | { readonly kind: 'random' }
    | { readonly kind: 'safetensors'; readonly sha256: string }
    /** Training images drawn by the seed; the sum is over all files of the data set. */
    | { readonly kind: 'data set'; readonly name: string; readonly sha256: string };
  readonly init:
    | { readonly kind: 'pytorch-default' }
    | { readonly kind: 'checkpoint'; readonly sha256: string }
    /** Each model's own weights. */
    | { readonly kind: 'model file' };
  readonly batchNorm: 'train';
  readonly selection: Selection;
  readonly shard: Shard;
  /** SHA-256 over all that decides a score besides the architecture. */
  readonly configHash: string;
  readonly machine: Machine;
}

export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly workers: number;
  /** The engine's device, where one was chosen. */
  readonly device?: number;
  /** When the table was begun, ISO 8601. */
  readonly created: string;
  /** The files' paths as given. */
  readonly images?: string;
  readonly weights?: string;
}

/** The protocol's keys that may differ when a run is resumed. */
export const VOLATILE_KEYS: readonly string[] = ['machine'];

/** The protocol of a run. Reads the images' and weights' files for their SHA-256. */
export function protocolOf(
  config: ScoreConfig,
  plan: Plan,
  facts: {
    readonly relaxedSimd: boolean;
    readonly workers: number;
    /** What the engine says of itself. */
    readonly engine?: Scorer['engine'];
  },
): Protocol {
  const decisive: Omit<Protocol, 'selection' | 'shard' | 'configHash' | 'machine'> = {
    nasprobe: nasprobeVersion(),
    space: config.space,
    skeleton: config.skeleton,
    ...(config.models === undefined
      ? {}
      : { models: config.models.map((path) => ({ name: basename(path), sha256: sha256OfFile(path) })) }),
    proxies: config.proxies.map((name) => ({ name, better: findProxy(name).better })),
    seed: config.seed,
    engine: {
      id: config.engine,
      relaxedSimd: config.engine === 'wasm' && facts.relaxedSimd,
      deterministic: config.deterministic,
      ...librariesOf(facts.engine),
    },
    batch: { size: config.batch, policy: 'one batch for all architectures' },
    images: imagesOf(config.images),
    init: initOf(config),
    batchNorm: 'train',
  };
  return {
    ...decisive,
    selection: plan.selection,
    shard: plan.shard,
    configHash: sha256(canonicalJson(decisive)),
    machine: {
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      workers: facts.workers,
      ...(config.device === undefined ? {} : { device: config.device }),
      created: new Date().toISOString(),
      ...(config.images === 'random' ? {} : { images: config.images }),
      ...(config.weights === undefined ? {} : { weights: config.weights }),
    },
  };
}

const LIBRARIES = ['onnxruntime', 'tfjs', 'binding'];

function librariesOf(details: Scorer['engine'] = {}): Partial<Protocol['engine']> {
  return Object.fromEntries(Object.entries(details).filter(([key]) => LIBRARIES.includes(key)));
}

function initOf(config: ScoreConfig): Protocol['init'] {
  if (config.weights !== undefined) return { kind: 'checkpoint', sha256: sha256OfFile(config.weights) };
  return config.models === undefined || config.init === 'fresh'
    ? { kind: 'pytorch-default' }
    : { kind: 'model file' };
}

function imagesOf(source: string): Protocol['images'] {
  if (source === 'random') return { kind: 'random' };
  if (!isDataSet(source)) return { kind: 'safetensors', sha256: sha256OfFile(source) };
  const name = BUNDLED_IMAGES.some((bundled) => bundled.name === source) ? source : 'a folder';
  return { kind: 'data set', name, sha256: sha256(imageFolder(source).files.map(sha256OfFile).join('\n')) };
}
