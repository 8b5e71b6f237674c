import { InputError } from '../input-error.ts';
import { resolveModels } from '../run/resolve-models.ts';
import type { ScoreRun } from '../run/run-scores.ts';
import { engineChoice } from './engine-flags.ts';
import type { ScoreFlags } from './score-request.ts';
import { wholeNumber } from './whole-number.ts';

/** Whether these arguments are model files rather than architectures of a space. */
export const areModels = (archs: readonly string[]): boolean => archs.some((arch) => /\.onnx$/i.test(arch));

/** Options of `nasprobe score` that say what a model file says itself. */
const SPACE_ONLY = ['archs', 'channels', 'cells', 'classes', 'shard'] as const;

/** Checks every option of a run over model files, and reads them. Throws {@link InputError}; nothing is written. */
export function modelRequest(paths: readonly string[], flags: ScoreFlags): ScoreRun {
  const other = paths.find((path) => !/\.onnx$/i.test(path));
  if (other !== undefined)
    throw new InputError(`${other} is no .onnx file: score models and architectures apart`);
  const given = SPACE_ONLY.find((name) => flags[name] !== undefined);
  if (given !== undefined) {
    throw new InputError(`--${given} is of search spaces, a model file says it itself: leave it out`);
  }
  const { weights } = flags;
  if (weights !== undefined && weights !== 'init' && paths.length > 1) {
    throw new InputError(`--weights ${weights} fits one model, not ${paths.length}: score them one by one`);
  }
  return resolveModels(paths, {
    proxies: flags.proxies.split(',').map((name) => name.trim()),
    seed: wholeNumber('seed', flags.seed, 0),
    batch: wholeNumber('batch', flags.batch, 1),
    ...engineChoice(flags),
    deterministic: flags.deterministic === true,
    images: flags.images,
    ...(flags.size === undefined ? {} : { size: wholeNumber('size', flags.size, 1) }),
    ...(weights === undefined ? {} : weights === 'init' ? { init: 'fresh' as const } : { weights }),
  });
}
