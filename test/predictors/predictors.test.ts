import { describe, expect, it } from 'vitest';
import { defaultEncoding } from '../../estimators/predictors/default-encoding.ts';
import { fitPredictor } from '../../estimators/predictors/fitted-predictor.ts';
import { PREDICTORS } from '../../estimators/predictors/learners/index.ts';
import { nonNegativeWeights } from '../../estimators/predictors/learners/stacking.ts';
import { fitModel, modelText, parseModel } from '../../estimators/predictors/model-file.ts';
import { InputError } from '../../src/input-error.ts';
import { kendall } from '../../src/rank/index.ts';
import { KIND, madeUp } from './samples.ts';

const train = madeUp(80, 1);
const test = madeUp(120, 2);

describe.each(PREDICTORS)('$name', (definition) => {
  const encoding = defaultEncoding(definition.reads, KIND);
  const model = fitModel({ predictor: definition.name, encoding, target: 'accuracy', kind: KIND }, train, 3);
  const { mean, deviation } = model.fitted.predict(test.samples);

  it('orders architectures that it has not seen', () => {
    // Twice the noise of Kendall's tau on 120 pairs of nothing is .12.
    expect(kendall(mean, test.targets)).toBeGreaterThan(definition.isTrained ? 0.5 : 0.25);
    expect(mean.every(Number.isFinite)).toBe(true);
    expect(deviation?.every((value) => value >= 0) ?? true).toBe(true);
  });

  it('says the same again from its file', () => {
    const again = parseModel(modelText(model), 'model.json').fitted.predict(test.samples);
    expect([...again.mean]).toEqual([...mean]);
    expect(again.deviation && [...again.deviation]).toEqual(deviation && [...deviation]);
  });

  it('says the same when it is fitted again', () => {
    const again = fitPredictor(definition, encoding, KIND, train.samples, train.targets, 3);
    expect([...again.predict(test.samples).mean]).toEqual([...mean]);
  });

  it('does not mind the order in which it is asked', () => {
    const turned = model.fitted.predict(test.samples.toReversed()).mean.toReversed();
    // Float32 products of a batch may be added up by another kernel at its edge.
    turned.forEach((value, i) => expect(value).toBeCloseTo(mean[i]!, 6));
  });

  it('refuses a file that was tampered with', () => {
    const text = modelText(model);
    const broken = [
      text.slice(0, -20),
      text.replace(/"version":1/, '"version":2'),
      text.replace(/"learner":\{.*\}/s, '"learner":{}}}'),
      text.replace(/"names":\[/, '"names":[1,'),
    ].filter((other) => other !== text);
    for (const other of broken) {
      const parsed = (): unknown => parseModel(other, 'model.json');
      // A learner without a state of its own has nothing to miss.
      if (!definition.isTrained && other.includes('"learner":{}')) continue;
      expect(parsed).toThrow(InputError);
    }
  });
});

it('weights of a stack are those of least squares where these are positive', () => {
  const a = Float64Array.of(1, 0, 2, 1);
  const b = Float64Array.of(0, 1, 1, -1);
  const targets = a.map((value, i) => 0.7 * value + 0.2 * b[i]!);
  const weights = nonNegativeWeights([a, b], targets);
  expect(weights[0]).toBeCloseTo(0.7, 9);
  expect(weights[1]).toBeCloseTo(0.2, 9);
  expect(
    [
      ...nonNegativeWeights(
        [a, b],
        a.map((value, i) => value - b[i]!),
      ),
    ][1],
  ).toBe(0);
});
