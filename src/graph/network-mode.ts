import type { ParameterInit } from './op.ts';

/** How the same architecture is made into different networks. */
export interface NetworkMode {
  /**
   * `train`: with the batch's statistics. `running`: with those gathered in training, which are parameters of role
   * `statistic`. `none`: left out, as SynFlow wants it.
   */
  readonly batchNorm: 'train' | 'running' | 'none';
  /** `absolute`: every parameter replaced by its absolute value. */
  readonly parameters: 'signed' | 'absolute';
  readonly init: ParameterInit;
  /** Divides by the sum at each cut, so that products over many layers stay in range. */
  readonly rescale: boolean;
  /**
   * The second of two images is the derivative of the first along the weights of all layers. A layer that makes W x of x moves
   * by W (x + dx), so it takes the first image and the sum of both: one pass for the two, where a derivative apart would be
   * another one. Only for networks that are {@link Network.homogeneous} and have no max pool.
   */
  readonly dual: boolean;
  /**
   * All pixels of an image are the same, so that away from its border every tensor is the same too: see
   * {@link NetworkBuilder.cropped}. A cut divides by the sum of fewer pixels then. Only without batch norm, which would count them.
   */
  readonly uniform: boolean;
}

export const TRAINING: NetworkMode = {
  batchNorm: 'train',
  parameters: 'signed',
  init: 'default',
  rescale: false,
  dual: false,
  uniform: false,
};

/** A trained network as it is used: every image by itself. */
export const EVALUATION: NetworkMode = { ...TRAINING, batchNorm: 'running' };

/** SynFlow's: weights without signs and no batch norm, so that nothing is below zero and all is linear in each layer. */
export const FLOW: NetworkMode = { ...TRAINING, batchNorm: 'none', parameters: 'absolute' };
