import { macs, params } from '../../proxies/counts.ts';
import { Graph } from '../graph/graph.ts';
import { type Network, NetworkBuilder } from '../graph/network.ts';
import { TRAINING } from '../graph/network-mode.ts';
import { InputError } from '../input-error.ts';
import { importNetwork } from '../onnx/import-network.ts';
import { openModel } from '../onnx/open-model.ts';
import { sha256 } from './digest.ts';
import type { Plan } from './plan.ts';
import { resolveCommon, type ScoreOptions } from './resolve-config.ts';
import type { ModelConfig } from './score-config.ts';
import { WHOLE } from './shard.ts';

/** What a caller may say of a run over model files. */
export interface ModelOptions extends Omit<ScoreOptions, 'space' | 'skeleton'> {
  /** Height and width of the images; needed where no file fixes them. */
  readonly size?: number;
  /** `file`: the weights as they are. `fresh`: drawn as PyTorch initialises layers. */
  readonly init?: ModelConfig['init'];
}

/**
 * The configuration and the plan of a run over .onnx files, all read and laid down once: what cannot be imported is
 * refused here. The plan's notes say what was found in each.
 * @throws {InputError}
 */
export function resolveModels(
  paths: readonly string[],
  options: ModelOptions,
): { readonly config: ModelConfig; readonly plan: Plan } {
  const common = resolveCommon(options);
  const models = [...new Set(paths)];
  const found = models.map((path) => examine(path, options.size, common.batch));
  const [first] = found;
  if (!first) throw new InputError('no model: name an .onnx file');
  const other = found.findIndex(({ size, classes }) => size !== first.size || classes !== first.classes);
  if (other !== -1) {
    const says = ({ size, classes }: Examined) => `${size} pixels and ${classes} classes`;
    throw new InputError(
      `${models[0]} has ${says(first)}, ${models[other]} has ${says(found[other]!)}: score them one by one`,
    );
  }
  const init = options.init ?? 'file';
  const config: ModelConfig = {
    ...common,
    space: 'onnx',
    models,
    init,
    skeleton: { size: first.size, classes: first.classes },
  };
  const weights =
    init === 'fresh'
      ? 'Weights are drawn anew, as PyTorch initialises layers'
      : config.weights === undefined
        ? 'Weights are those of the file: the proxies are defined at initialisation, which --weights init draws'
        : `Weights are those of ${config.weights}`;
  return {
    config,
    plan: {
      archs: models,
      selection: { kind: 'listed', count: models.length, sha256: sha256(models.join('\n')) },
      shard: WHOLE,
      notes: [...found.map(({ note }) => note), weights],
    },
  };
}

interface Examined {
  readonly size: number;
  readonly classes: number;
  readonly note: string;
}

function examine(path: string, asked: number | undefined, batch: number): Examined {
  const { model, tensors, size: fixed } = openModel(path);
  const size = fixed ?? asked;
  if (size === undefined) throw new InputError(`${path} leaves the size of its images open: give --size`);
  if (asked !== undefined && asked !== size) {
    throw new InputError(`${path} takes images of ${size} x ${size} pixels, not ${asked}: leave --size out`);
  }
  const images = new Graph().input('images', [batch, size, size, 3]);
  const { network } = importNetwork(model, tensors, new NetworkBuilder(images, TRAINING));
  if (network.layers.length === 0)
    throw new InputError(`${path} has no convolution and no linear layer to score`);
  if (network.logits.shape[0] !== batch) {
    throw new InputError(
      `${path} gives logits [${network.logits.shape.join(', ')}] for ${batch} images: export it with a dynamic batch`,
    );
  }
  return { size, classes: network.logits.shape[1]!, note: noteOf(path, network, size) };
}

/** What was found, in a line. */
function noteOf(path: string, network: Network, size: number): string {
  const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const layers = (kind: string, noun: string) =>
    plural(network.layers.filter((layer) => layer.kind === kind).length, noun);
  const norms =
    network.norms.length === 0 ? 'no batch norm (or folded)' : plural(network.norms.length, 'batch norm');
  return [
    `${path}: ${layers('conv', 'convolution')}`,
    layers('linear', 'linear layer'),
    norms,
    plural(network.activations.length, 'ReLU'),
    plural(params.count(network), 'parameter'),
    `${macs.count(network)} MACs at ${size} pixels`,
    `${network.logits.shape[1]} classes`,
  ].join(', ');
}
