import { InputError } from '../../src/input-error.ts';
import { type FittedPredictor, fitPredictor, restorePredictor } from './fitted-predictor.ts';
import { findPredictor } from './learners/index.ts';
import type { SampleKind } from './sample.ts';
import { type Json, StateReader } from './state-reader.ts';
import type { Labelled } from './trial.ts';

/** A predictor of one's own, with all that applying it needs. */
export interface Model {
  readonly predictor: string;
  readonly encoding: string;
  readonly target: string;
  readonly kind: SampleKind;
  readonly trained: number;
  readonly fitted: FittedPredictor;
}

const FORMAT = 'nasprobe predictor';
const VERSION = 1;

export function fitModel(
  choice: Pick<Model, 'predictor' | 'encoding' | 'target' | 'kind'>,
  { samples, targets }: Labelled,
  seed: number,
): Model {
  const { predictor, encoding, kind } = choice;
  const fitted = fitPredictor(findPredictor(predictor), encoding, kind, samples, targets, seed);
  return { ...choice, trained: samples.length, fitted };
}

/** The model as JSON: numbers and names, nothing that could run. */
export function modelText({ predictor, encoding, target, kind, trained, fitted }: Model): string {
  const { space, proxies, seen } = kind;
  const model: Json = {
    format: FORMAT,
    version: VERSION,
    predictor,
    encoding,
    target,
    space,
    proxies: proxies.map(({ name, better }) => ({ name, better })),
    seen,
    trained,
    state: fitted.save(),
  };
  return `${JSON.stringify(model)}\n`;
}

/** The model in a file's text. Throws {@link InputError} on anything that is none. */
export function parseModel(text: string, source: string): Model {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InputError(`${source}: is no model, make one with nasprobe predict fit`);
  }
  const reader = new StateReader(parsed, source);
  if (reader.text('format') !== FORMAT || reader.number('version') !== VERSION) {
    throw reader.wrong(`is no ${FORMAT} of version ${VERSION}`);
  }
  const space = reader.optionalText('space');
  const kind: SampleKind = {
    space,
    proxies: reader.parts('proxies').map((proxy) => ({
      name: proxy.text('name'),
      better: proxy.text('better') === 'lower' ? 'lower' : 'higher',
    })),
    seen: reader.count('seen'),
  };
  const predictor = reader.text('predictor');
  return {
    predictor,
    encoding: reader.text('encoding'),
    target: reader.text('target'),
    kind,
    trained: reader.count('trained'),
    fitted: restorePredictor(findPredictor(predictor), kind, reader.at('state')),
  };
}
