import { describe, expect, it } from 'vitest';
import { DENSE, MIXED, problemOf, scoresOf } from './problem.ts';

/**
 * Of batches of 6 random images of 8 x 8 pixels, C = 4, one cell a stage, all drawn from seed 0. An independent
 * implementation in PyTorch (float64), fed with the same weights and images, gave the same to 13 digits; zen with the
 * running variances of its batch norms after both passes, synflow_bn on one image of ones.
 */
const FROZEN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  [MIXED]: {
    grad_norm: 13.920025431040536,
    grad_norm_global: 4.029359211952626,
    snip: 15.022162106487798,
    plain: 0.2308244124759921,
    grasp: 2.296467672231405,
    fisher: 0.7173872757360373,
    jacob_cov: -6.244541238236177,
    jacob_norm: 0.9905369549734021,
    epe_nas: 11.163683294478714,
    nwot: 43.01852302368226,
    synflow: 17.293227258936785,
    synflow_bn: 5.803841085159667,
    zen: 12.392612596087401,
    l2_norm: 30.01849214392239,
    params: 11446,
    macs: 94112,
  },
  [DENSE]: {
    grad_norm: 29.88094693176452,
    grad_norm_global: 7.664422640419001,
    snip: 31.408332944053633,
    plain: -0.027045010178205237,
    grasp: -2.344051845362659,
    fisher: 1.7634143128362358,
    jacob_cov: -6.161538869085732,
    jacob_norm: 2.331473883599585,
    epe_nas: 4.8832735264457305,
    nwot: 45.30620368423358,
    synflow: 20.58271394148471,
    synflow_bn: 5.505245165694381,
    zen: 16.976911876393956,
    l2_norm: 40.30654759609624,
    params: 14918,
    macs: 124832,
  },
};

describe.each(Object.entries(FROZEN))('%s', (arch, want) => {
  it('scores what PyTorch gave', () => {
    const got = scoresOf(problemOf(arch, { batch: 6 }), Object.keys(want));
    for (const [name, value] of Object.entries(want)) {
      expect(Math.abs(got[name]! - value), `${name}: ${got[name]}`).toBeLessThanOrEqual(
        1e-11 * Math.abs(value),
      );
    }
  });
});
