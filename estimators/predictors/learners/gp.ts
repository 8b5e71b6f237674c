import type { Encoded } from '../encoder.ts';
import type { Matrix } from '../matrix.ts';
import type { Learner, PredictorDefinition } from '../predictor.ts';
import type { StateReader } from '../state-reader.ts';
import { type Distance, hammingDistance, squaredDistance } from './distances.ts';
import { conditioned, fitGaussianProcess, type GaussianProcess } from './gaussian-process.ts';

/** The columns of each part of a union: each part has a length of its own. */
function columnsByPart(part: ArrayLike<number>): number[][] {
  const groups = new Map<number, number[]>();
  Array.from(part, (name, column) => groups.set(name, [...(groups.get(name) ?? []), column]));
  return [...groups.values()];
}

function learnerOf(
  process: GaussianProcess,
  pick: (inputs: Encoded) => Matrix,
  part: readonly number[],
): Learner {
  const { inputs, targets, scales } = process;
  return {
    predict: (queries) => process.predict(pick(queries)),
    save: () => ({
      rows: inputs.rows,
      columns: inputs.columns,
      inputs: [...inputs.values],
      targets: [...targets],
      part,
      amplitude: scales.amplitude,
      noise: scales.noise,
      rates: scales.rates,
    }),
  };
}

function restoreProcess(state: StateReader, distancesOf: (part: number[]) => Distance[]): GaussianProcess {
  const rows = state.count('rows', 1, 4000);
  const columns = state.count('columns', 1);
  const distances = distancesOf([...state.numbers('part')]);
  const scales = {
    amplitude: state.number('amplitude'),
    noise: state.number('noise'),
    rates: [...state.numbers('rates', distances.length)],
  };
  const inputs = { rows, columns, values: state.numbers('inputs', rows * columns) };
  try {
    return conditioned(inputs, state.numbers('targets', rows), distances, scales);
  } catch {
    throw state.wrong('its rows and scales give no Gaussian process');
  }
}

const squaredByPart = (part: readonly number[]): Distance[] => columnsByPart(part).map(squaredDistance);
const hamming = (): Distance[] => [hammingDistance];
const features = (inputs: Encoded): Matrix => inputs.features;
const decisions = (inputs: Encoded): Matrix => inputs.decisions;

export const gpRbf: PredictorDefinition = {
  name: 'gp-rbf',
  title: 'Gaussian process, RBF kernel with a length for each part of the encoding',
  cite: 'Rasmussen and Williams 2006',
  reads: 'numbers',
  isTrained: true,
  isScaled: true,
  fit(inputs, targets) {
    const process = fitGaussianProcess(inputs.features, targets, squaredByPart(inputs.part));
    return learnerOf(process, features, inputs.part);
  },
  restore: (state) => {
    const part = [...state.numbers('part', state.count('columns'))];
    return learnerOf(restoreProcess(state, squaredByPart), features, part);
  },
};

export const gpHamming: PredictorDefinition = {
  name: 'gp-hamming',
  title: 'Gaussian process, categorical kernel on the edits between cells',
  cite: 'Kandasamy et al. (NASBOT), NeurIPS 2018; Ru et al., ICLR 2021',
  reads: 'cell',
  isTrained: true,
  isScaled: false,
  fit: (inputs, targets) =>
    learnerOf(fitGaussianProcess(inputs.decisions, targets, [hammingDistance]), decisions, []),
  restore: (state) => learnerOf(restoreProcess(state, hamming), decisions, []),
};
