import type { PathSampling } from '../../../estimators/supernet/paths.ts';
import { InputError } from '../../input-error.ts';
import { findSpace } from '../../spaces/index.ts';
import { resolveTrainConfig, type TrainOptions } from '../train/resolve-train-config.ts';
import type { SupernetConfig } from './supernet-config.ts';

export interface SupernetOptions extends TrainOptions {
  readonly sampling?: PathSampling;
  readonly calibration?: number;
}

/** The complete, checked configuration. Throws {@link InputError} on the first option that cannot stand. */
export function resolveSupernetConfig(options: SupernetOptions): SupernetConfig {
  const config = resolveTrainConfig(options);
  if (findSpace(config.space).choices === undefined) {
    throw new InputError(
      `${config.space} is no space of independent picks, which a supernet needs: give --space nasbench201`,
    );
  }
  const { sampling = 'uniform', calibration = 4 } = options;
  const most = Math.floor(config.trainImages / config.recipe.batch);
  if (calibration > most) {
    throw new InputError(
      `--calibration ${calibration}: the ${config.trainImages} training images make ${most} batches, give no more`,
    );
  }
  return { ...config, sampling, calibration };
}
