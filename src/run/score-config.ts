import type { Engine } from '../engine/engine.ts';
import type { Outcome } from '../outcome.ts';
import type { Skeleton } from '../spaces/space.ts';

/** All that decides a score besides the architecture and the networks. */
export interface CommonConfig {
  readonly proxies: readonly string[];
  readonly seed: number;
  readonly batch: number;
  /** A resolved engine id, never `auto`. */
  readonly engine: string;
  /** Which of the engine's devices; its own choice unless given. */
  readonly device?: number;
  /** Keeps to operations whose results do not differ between kinds of processor. */
  readonly deterministic: boolean;
  /** `random`, a data set (a bundled one's name, or a folder), or a safetensors file with `inputs` and `targets`. */
  readonly images: string;
  /** A safetensors file with the weights to use instead of an initialisation. */
  readonly weights?: string;
}

/** Scores architectures of a search space. */
export interface SpaceConfig extends CommonConfig {
  readonly space: string;
  readonly skeleton: Skeleton;
  readonly models?: undefined;
}

/** Scores networks of model files; an architecture is the path of one. */
export interface ModelConfig extends CommonConfig {
  readonly space: 'onnx';
  readonly skeleton: Pick<Skeleton, 'size' | 'classes'>;
  readonly models: readonly string[];
  /** `file`: the weights of the model. `fresh`: drawn as PyTorch initialises layers, where a layer has them. */
  readonly init: 'file' | 'fresh';
}

/** All that decides a score besides the architecture. Plain JSON: it crosses threads and is hashed for provenance. */
export type ScoreConfig = SpaceConfig | ModelConfig;

/** The scores of one architecture. */
export interface ArchScores {
  readonly arch: string;
  readonly seconds: number;
  readonly scores: Readonly<Record<string, Outcome>>;
}

/** Scores architectures one after the other on the thread that opened it. */
export interface Scorer {
  /** What of the engine's workings may decide the last bits of a score. */
  readonly engine: Engine['details'];
  /** Throws {@link InputError} where the skeleton or the checkpoint does not fit the architecture. */
  check(arch: string): void;
  /** Never rejects: what goes wrong with an architecture is in its outcomes. */
  score(arch: string): Promise<ArchScores>;
}
