import type { NetworkPlan } from '../../proxies/quantities.ts';
import { InputError } from '../input-error.ts';
import { importNetwork } from '../onnx/import-network.ts';
import { openModel } from '../onnx/open-model.ts';
import type { Constant } from '../onnx/value.ts';
import { readSafetensors } from '../safetensors/index.ts';
import { findSpace } from '../spaces/index.ts';
import { checkpointParameters, initialParameters, type ParameterSource, permuted } from './parameters.ts';
import type { ModelConfig, ScoreConfig, SpaceConfig } from './score-config.ts';

/** What an architecture of a run stands for. */
export interface ArchNetwork {
  readonly plan: NetworkPlan;
  readonly parameters: ParameterSource;
}

/** Finds the network of an architecture. */
export type Networks = (arch: string) => ArchNetwork;

/** The networks of a space, or those of the model files. @throws {InputError} where the weights cannot be had */
export const openNetworks = (config: ScoreConfig): Networks =>
  config.models === undefined ? ofSpace(config) : ofModels(config);

const weightsOf = ({ weights, seed }: ScoreConfig): ParameterSource | undefined =>
  weights === undefined ? undefined : checkpointParameters(weights, readSafetensors(weights), seed);

function ofSpace(config: SpaceConfig): Networks {
  const space = findSpace(config.space);
  const parameters = weightsOf(config) ?? initialParameters(config.seed);
  return (arch) => {
    const official = space.parse(arch);
    return { plan: (net) => space.build(official, config.skeleton, net), parameters };
  };
}

function ofModels(config: ModelConfig): Networks {
  const drawn = initialParameters(config.seed);
  const checkpoint = weightsOf(config);
  const known = new Map<string, ArchNetwork>();
  return (path) => {
    const found = known.get(path);
    if (found) return found;
    const { model, tensors } = openModel(path);
    const constants = new Map<string, Constant>();
    const values = new Map<string, Float32Array>();
    const network: ArchNetwork = {
      plan(net) {
        const imported = importNetwork(model, tensors, net);
        for (const [name, constant] of imported.constants) constants.set(name, constant);
        return imported.network;
      },
      parameters: {
        valueOf(spec) {
          const { name, init } = spec.node.attrs;
          if (!('given' in spec.fill)) {
            if (init === 'gaussian' || config.init === 'fresh') return drawn.valueOf(spec);
            if (checkpoint) return checkpoint.valueOf(spec);
          }
          let value = values.get(name);
          if (!value) {
            const data = constants.get(name)!.data();
            if (!data.every(Number.isFinite)) {
              throw new InputError(`${path}: its tensor "${name}" holds NaN or infinity: export it again`);
            }
            value = permuted(data instanceof Float32Array ? data : Float32Array.from(data), spec);
            values.set(name, value);
          }
          return value;
        },
      },
    };
    known.set(path, network);
    return network;
  };
}
