import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ADAM, adamMoments, adamStep } from '../../src/training/adam.ts';

interface Steps {
  readonly decay: number;
  readonly start: number[];
  readonly gradients: number[][];
  readonly weights: number[][];
}

const cases = JSON.parse(readFileSync(new URL('adam-golden.json', import.meta.url), 'utf8')) as Steps[];

it.each(cases)("takes PyTorch's steps with weight decay $decay", ({ decay, start, gradients, weights }) => {
  const weight = Float32Array.from(start);
  const moments = adamMoments(weight.length);
  gradients.forEach((gradient, step) => {
    adamStep(weight, Float32Array.from(gradient), moments, step + 1, 0.05, { ...ADAM, weightDecay: decay });
    weights[step]!.forEach((expected, i) => {
      expect(Math.abs(weight[i]! - expected)).toBeLessThan(2e-6 * Math.max(1, Math.abs(expected)));
    });
  });
});
