import { add } from '../../../../src/graph/ops/add.ts';
import { matmul } from '../../../../src/graph/ops/matmul.ts';
import { relu } from '../../../../src/graph/ops/relu.ts';
import type { PredictorDefinition } from '../../predictor.ts';
import type { NetworkDesign } from './design.ts';
import { meanSquaredError } from './loss.ts';
import { type EnsembleOptions, fitEnsemble, restoreEnsemble } from './network-ensemble.ts';
import { USUAL_TRAINING } from './train-network.ts';

const WIDTHS = [64, 64];

/** A multi-layer perceptron over columns of numbers. */
export function mlpDesign(columns: number): NetworkDesign {
  const widths = [columns, ...WIDTHS, 1];
  return {
    key: `mlp ${widths.join('-')}`,
    inputs: new Map([['features', [columns]]]),
    parameters: widths.slice(1).flatMap((out, layer) => [
      { name: `layers.${layer}.weight`, shape: [out, widths[layer]!], fanIn: widths[layer]! },
      { name: `layers.${layer}.bias`, shape: [out], fanIn: null },
    ]),
    output({ input, parameter }) {
      const last = widths.length - 2;
      return widths.slice(1).reduce((x, _, layer) => {
        const y = add(
          matmul(x, parameter(`layers.${layer}.weight`), false, true),
          parameter(`layers.${layer}.bias`),
        );
        return layer === last ? y : relu(y);
      }, input('features'));
    },
  };
}

function mlpOf(members: number): EnsembleOptions {
  return {
    members,
    training: { ...USUAL_TRAINING, loss: meanSquaredError, epochs: 150 },
    designOf: ({ features }) => mlpDesign(features.columns),
    dataOf: ({ features }) => new Map([['features', features]]),
  };
}

function definition(name: string, title: string, cite: string, members: number): PredictorDefinition {
  const ensemble = mlpOf(members);
  return {
    name,
    title,
    cite,
    reads: 'numbers',
    isTrained: true,
    isScaled: true,
    fit: (inputs, targets, options) => fitEnsemble(ensemble, inputs, targets, options),
    restore: (state, options) =>
      restoreEnsemble(ensemble, state, options, () => {
        const [columns] = state.at('inputs').numbers('features', 1);
        if (!(Number.isInteger(columns) && columns! > 0)) throw state.wrong('reads no columns');
        return mlpDesign(columns!);
      }),
  };
}

export const mlp = definition('mlp', 'multi-layer perceptron', 'White et al., AAAI 2021', 1);

export const mlpEnsemble = definition(
  'mlp-ensemble',
  'deep ensemble of 5 perceptrons',
  'White et al. (BANANAS), AAAI 2021; Lakshminarayanan et al., NeurIPS 2017',
  5,
);
