import type { NetworkPlan } from '../../proxies/quantities.ts';
import { lasting } from '../engine/lasting.ts';
import type { ParameterSpec } from '../graph/network.ts';
import { InputError } from '../input-error.ts';
import { importNetwork } from '../onnx/import-network.ts';
import { openModel } from '../onnx/open-model.ts';
import type { Constant } from '../onnx/value.ts';
import { readSafetensors } from '../safetensors/index.ts';
import { findSpace } from '../spaces/index.ts';
import {
  asWanted,
  checkpointParameters,
  initialParameters,
  type ParameterSource,
  permuted,
} from './parameters.ts';
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

function ofSpace({ weights, seed, ...config }: SpaceConfig): Networks {
  const space = findSpace(config.space);
  const parameters =
    weights === undefined
      ? initialParameters(seed)
      : checkpointParameters(weights, readSafetensors(weights), seed);
  return (arch) => {
    const official = space.parse(arch);
    return { plan: (net) => space.build(official, config.skeleton, net), parameters };
  };
}

function ofModels({ weights, init: choice, seed }: ModelConfig): Networks {
  const drawn = initialParameters(seed);
  const checkpoint = weights === undefined ? undefined : { path: weights, tensors: readSafetensors(weights) };
  const known = new Map<string, ArchNetwork>();
  return (path) => {
    const found = known.get(path);
    if (found) return found;
    const { model, tensors } = openModel(path, checkpoint);
    const constants = new Map<string, Constant>();
    const values = new Map<string, Float32Array>();
    const numbersOf = (spec: ParameterSpec): Float32Array => {
      const { name } = spec.node.attrs;
      const constant = constants.get(name)!;
      if (checkpoint && !('given' in spec.fill) && !checkpoint.tensors.has(constant.name)) {
        throw new InputError(`${weights} has no tensor "${constant.name}": is it of ${path}?`);
      }
      const data = constant.data();
      if (!data.every(Number.isFinite)) {
        throw new InputError(
          `${weights ?? path}: its tensor "${constant.name}" holds NaN or infinity: export it again`,
        );
      }
      return permuted(data instanceof Float32Array ? data : Float32Array.from(data), spec);
    };
    const isDrawn = ({ node, fill }: ParameterSpec): boolean =>
      !('given' in fill) && (node.attrs.init === 'gaussian' || choice === 'fresh');
    const ownValue = (spec: ParameterSpec): Float32Array => {
      const { label } = spec.node;
      let value = values.get(label);
      if (!value) {
        value = lasting(asWanted(numbersOf(spec), spec));
        values.set(label, value);
      }
      return value;
    };
    const network: ArchNetwork = {
      plan(net) {
        const imported = importNetwork(model, tensors, net);
        for (const [name, constant] of imported.constants) constants.set(name, constant);
        return imported.network;
      },
      parameters: {
        valueOf: (spec) => (isDrawn(spec) ? drawn.valueOf(spec) : ownValue(spec)),
        check(spec) {
          if (!isDrawn(spec)) ownValue(spec);
        },
      },
    };
    known.set(path, network);
    return network;
  };
}
