import { accessSync, constants, statSync } from 'node:fs';
import { imageFolder, isDataSet } from '../../datasets/images/image-sources.ts';
import { DEFAULT_PROXIES, findProxy, PROXIES } from '../../proxies/index.ts';
import { InputError } from '../input-error.ts';
import { findSpace } from '../spaces/index.ts';
import type { Skeleton } from '../spaces/space.ts';
import { resolveEngine } from './engines.ts';
import type { CommonConfig, SpaceConfig } from './score-config.ts';

/** What a caller may say of a run; each left out has the default of the command line. */
export interface ScoreOptions {
  readonly space?: string;
  /** Names, or `default` or `all`. */
  readonly proxies?: readonly string[];
  readonly seed?: number;
  readonly batch?: number;
  readonly skeleton?: Partial<Skeleton>;
  readonly engine?: string;
  /** Which of the engine's devices, where it has several. */
  readonly device?: number;
  readonly deterministic?: boolean;
  readonly images?: string;
  readonly weights?: string;
}

/** The complete, checked configuration. Throws {@link InputError} on the first option that cannot stand. */
export function resolveConfig(options: ScoreOptions): SpaceConfig {
  const space = findSpace(options.space ?? 'nasbench201');
  const common = resolveCommon(options);
  const skeleton = { ...space.defaults, ...options.skeleton };
  for (const part of ['channels', 'cells', 'size', 'classes'] as const) requireCount(part, skeleton[part]);
  return { space: space.id, skeleton, ...common };
}

/** What a run is asked for whatever its networks are. Throws {@link InputError} on the first option that cannot stand. */
export function resolveCommon(options: Omit<ScoreOptions, 'space' | 'skeleton'>): CommonConfig {
  const proxies = resolveProxies(options.proxies ?? ['default']);
  const seed = options.seed ?? 0;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InputError(`seed ${seed} is no whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
  }
  const batch = options.batch ?? 64;
  requireCount('batch', batch);
  requireBatch(proxies, batch);
  const images = options.images ?? 'random';
  if (isDataSet(images)) imageFolder(images);
  else if (images !== 'random') requireFile('images', images);
  if (options.weights !== undefined) requireFile('weights', options.weights);
  const engine = resolveEngine(options.engine ?? 'auto', options.device);
  const deterministic = options.deterministic ?? false;
  if (deterministic && engine.whyNotDeterministic !== undefined) {
    throw new InputError(
      `engine '${engine.name}' cannot be deterministic, ${engine.whyNotDeterministic}: for --deterministic use --engine wasm or reference`,
    );
  }
  return {
    proxies,
    seed,
    batch,
    engine: engine.name,
    ...(options.device === undefined ? {} : { device: options.device }),
    deterministic,
    images,
    ...(options.weights === undefined ? {} : { weights: options.weights }),
  };
}

/** Names in the order asked for, each once; `default` and `all` stand for lists. */
function resolveProxies(asked: readonly string[]): string[] {
  const names = asked.flatMap((name) => {
    if (name === 'default') return DEFAULT_PROXIES;
    if (name === 'all') return PROXIES.map((proxy) => proxy.name);
    if (name === '') throw new InputError('a proxy name is empty: write them as a,b,c');
    return [findProxy(name).name];
  });
  if (names.length === 0) throw new InputError('no proxies asked for: nasprobe proxies lists them');
  return [...new Set(names)];
}

function requireBatch(proxies: readonly string[], batch: number): void {
  const short = proxies.map(findProxy).filter((proxy) => proxy.minBatch > batch);
  if (short.length === 0) return;
  const needs = short.map((proxy) => `${proxy.name} (at least ${proxy.minBatch})`).join(', ');
  const least = Math.max(...short.map((proxy) => proxy.minBatch));
  throw new InputError(
    `batch ${batch} is too small for ${needs}: give --batch ${least} or more, or leave them out`,
  );
}

function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InputError(`${name} ${value} is no whole number of at least 1`);
  }
}

function requireFile(option: 'images' | 'weights', path: string): void {
  const wanted = `--${option} takes ${option === 'images' ? 'random, fashion, a folder of IDX files or ' : ''}a .safetensors file`;
  let isFile: boolean;
  try {
    isFile = statSync(path).isFile();
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw new InputError(`${option} ${path} cannot be read: ${wanted}`, { cause });
  }
  if (!isFile) throw new InputError(`${option} ${path} is no file: ${wanted}`);
  if (!/\.safetensors$/i.test(path))
    throw new InputError(`${option} ${path} is of another format: ${wanted}`);
}
