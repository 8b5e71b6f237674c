import type { Node } from '../../../../src/graph/op.ts';
import { add, addAll } from '../../../../src/graph/ops/add.ts';
import { concat } from '../../../../src/graph/ops/concat.ts';
import { matmul } from '../../../../src/graph/ops/matmul.ts';
import { relu } from '../../../../src/graph/ops/relu.ts';
import { reshape } from '../../../../src/graph/ops/reshape.ts';
import type { FitOptions, PredictorDefinition } from '../../predictor.ts';
import type { StateReader } from '../../state-reader.ts';
import { cellTensors, kindsOf, viewOfOptions } from './cell-tensors.ts';
import type { DesignParameter, NetworkDesign } from './design.ts';
import { type Loss, meanSquaredError, pairwiseHinge } from './loss.ts';
import { type EnsembleOptions, fitEnsemble, restoreEnsemble } from './network-ensemble.ts';
import { USUAL_TRAINING } from './train-network.ts';

const LAYERS = 3;
const CHANNELS = 48;
const HIDDEN = 64;

/** The sizes of a graph network. */
export interface GraphSizes {
  readonly nodes: number;
  /** Kinds of nodes. */
  readonly kinds: number;
  /** Columns of numbers that join the graph's summary; 0 for none. */
  readonly numbers: number;
}

/** What each layer adds up: a node itself, what feeds it, what it feeds. */
const WAYS = ['own', 'in', 'out'] as const;

/**
 * A graph convolutional network over cells: each layer sums linear maps of a node's own state, of the mean state of the
 * nodes that feed it and of those that it feeds. The output node's state and the mean of all live nodes, beside any
 * numbers, pass through a hidden layer.
 */
export function gcnDesign({ nodes, kinds, numbers }: GraphSizes): NetworkDesign {
  const widths = [kinds, ...new Array<number>(LAYERS).fill(CHANNELS)];
  const summary = 2 * CHANNELS + numbers;
  const linear = (name: string, ins: number, outs: number): DesignParameter[] => [
    { name: `${name}.weight`, shape: [outs, ins], fanIn: ins },
    { name: `${name}.bias`, shape: [outs], fanIn: null },
  ];
  return {
    key: `gcn ${nodes} ${kinds} ${numbers}`,
    inputs: new Map([
      ['nodes', [nodes, kinds]],
      ['in', [nodes, nodes]],
      ['out', [nodes, nodes]],
      ['readout', [2, nodes]],
      ...(numbers > 0 ? ([['numbers', [numbers]]] as const) : []),
    ]),
    parameters: [
      ...widths.slice(1).flatMap((outs, layer) => [
        ...WAYS.map((way) => ({
          name: `layers.${layer}.${way}.weight`,
          shape: [outs, widths[layer]!],
          fanIn: WAYS.length * widths[layer]!,
        })),
        { name: `layers.${layer}.bias`, shape: [outs], fanIn: null },
      ]),
      ...linear('hidden', summary, HIDDEN),
      ...linear('head', HIDDEN, 1),
    ],
    output({ batch, input, parameter }) {
      let state = reshape(input('nodes'), [batch * nodes, kinds]);
      for (let layer = 0; layer < LAYERS; layer += 1) {
        const terms = WAYS.map((way): Node => {
          const mapped = matmul(state, parameter(`layers.${layer}.${way}.weight`), false, true);
          if (way === 'own') return mapped;
          const around = matmul(input(way), reshape(mapped, [batch, nodes, CHANNELS]));
          return reshape(around, [batch * nodes, CHANNELS]);
        });
        state = relu(add(addAll(terms), parameter(`layers.${layer}.bias`)));
      }
      const read = matmul(input('readout'), reshape(state, [batch, nodes, CHANNELS]));
      const graph = reshape(read, [batch, 2 * CHANNELS]);
      const joined = numbers > 0 ? concat([graph, input('numbers')], 1) : graph;
      const layer = (name: string, x: Node): Node =>
        add(matmul(x, parameter(`${name}.weight`), false, true), parameter(`${name}.bias`));
      return layer('head', relu(layer('hidden', joined)));
    },
  };
}

function gcnOf(loss: Loss): EnsembleOptions {
  return {
    members: 2,
    training: { ...USUAL_TRAINING, loss, epochs: 100 },
    designOf: ({ features }, options) => gcnDesign(sizesOf(options, features.columns)),
    dataOf: ({ cells, features }, options) =>
      new Map([
        ...cellTensors(cells, viewOfOptions(options)),
        ...(features.columns > 0 ? ([['numbers', features]] as const) : []),
      ]),
  };
}

function sizesOf(options: FitOptions, numbers: number): GraphSizes {
  const view = viewOfOptions(options);
  return { nodes: view.mostNodes, kinds: kindsOf(view), numbers };
}

function definition(name: string, title: string, cite: string, loss: Loss): PredictorDefinition {
  const ensemble = gcnOf(loss);
  return {
    name,
    title,
    cite,
    reads: 'cell and numbers',
    isTrained: true,
    isScaled: true,
    fit: (inputs, targets, options) => fitEnsemble(ensemble, inputs, targets, options),
    restore: (state: StateReader, options) =>
      restoreEnsemble(ensemble, state, options, () => {
        const numbers = state.at('inputs').optionalNumbers('numbers', 1)?.[0] ?? 0;
        return gcnDesign(sizesOf(options, numbers));
      }),
  };
}

export const gcn = definition(
  'gcn',
  'graph convolutional network, both edge directions, squared error',
  'Dudziak et al. (BRP-NAS), NeurIPS 2020; Shi et al. (BONAS), NeurIPS 2020',
  meanSquaredError,
);

export const gcnRank = definition(
  'gcn-rank',
  'the same network, pairwise ranking loss',
  'Dudziak et al. (BRP-NAS), NeurIPS 2020; Ning et al. (GATES), ECCV 2020',
  pairwiseHinge,
);
