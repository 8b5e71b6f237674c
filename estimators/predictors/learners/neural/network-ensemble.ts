import type { Encoded } from '../../encoder.ts';
import type { FitOptions, Learner } from '../../predictor.ts';
import type { StateReader } from '../../state-reader.ts';
import type { NetworkDesign, Weights } from './design.ts';
import { type NetworkData, type NetworkTraining, predictNetwork, trainNetwork } from './train-network.ts';

/** Networks of one design from different initialisations, batches and rows held out. */
export interface EnsembleOptions {
  readonly members: number;
  readonly training: NetworkTraining;
  readonly designOf: (inputs: Encoded, options: FitOptions) => NetworkDesign;
  readonly dataOf: (inputs: Encoded, options: FitOptions) => NetworkData;
}

/** A trained network, and the line that brings its scale to that of the targets. */
interface Member {
  readonly weights: Weights;
  readonly slope: number;
  readonly offset: number;
}

export function fitEnsemble(
  ensemble: EnsembleOptions,
  inputs: Encoded,
  targets: Float64Array,
  options: FitOptions,
): Learner {
  const design = ensemble.designOf(inputs, options);
  const data = ensemble.dataOf(inputs, options);
  const members = Array.from({ length: ensemble.members }, (_, member): Member => {
    const weights = trainNetwork(design, data, targets, ensemble.training, options.seed * 64 + member);
    return { weights, ...calibration(predictNetwork(design, data, weights), targets) };
  });
  return learnerOf(ensemble, design, members, options);
}

export function restoreEnsemble(
  ensemble: EnsembleOptions,
  state: StateReader,
  options: FitOptions,
  designOf: (state: StateReader) => NetworkDesign,
): Learner {
  const design = designOf(state);
  const members = state.parts('members').map((member): Member => {
    const weights = design.parameters.map(({ name, shape }): [string, Float32Array] => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      return [name, Float32Array.from(member.at('weights').numbers(name, size))];
    });
    return { weights: new Map(weights), slope: member.number('slope'), offset: member.number('offset') };
  });
  if (members.length === 0) throw state.wrong('has no networks');
  return learnerOf(ensemble, design, members, options);
}

function learnerOf(
  { dataOf }: EnsembleOptions,
  design: NetworkDesign,
  members: readonly Member[],
  options: FitOptions,
): Learner {
  return {
    predict(inputs) {
      const data = dataOf(inputs, options);
      const each = members.map(({ weights, slope, offset }) =>
        predictNetwork(design, data, weights).map((value) => offset + slope * value),
      );
      const mean = each[0]!.map(
        (_, row) => each.reduce((total, values) => total + values[row]!, 0) / each.length,
      );
      const spread = mean.map((centre, row) =>
        Math.sqrt(each.reduce((total, values) => total + (values[row]! - centre) ** 2, 0) / each.length),
      );
      return { mean, deviation: members.length > 1 ? spread : null };
    },
    save: () => ({
      inputs: Object.fromEntries([...design.inputs].map(([name, extents]) => [name, extents])),
      members: members.map(({ weights, slope, offset }) => ({
        slope,
        offset,
        weights: Object.fromEntries([...weights].map(([name, weight]) => [name, [...weight]])),
      })),
    }),
  };
}

/** The least-squares line from what a network says to the targets; a network never ranks the other way round. */
function calibration(outputs: Float64Array, targets: Float64Array): { slope: number; offset: number } {
  const [meanX, meanY] = [outputs, targets].map((v) => v.reduce((a, b) => a + b, 0) / v.length);
  let [xx, xy] = [0, 0];
  outputs.forEach((x, i) => {
    xx += (x - meanX!) ** 2;
    xy += (x - meanX!) * (targets[i]! - meanY!);
  });
  const slope = xx > 0 && xy > 0 ? xy / xx : 1;
  return { slope, offset: meanY! - slope * meanX! };
}
