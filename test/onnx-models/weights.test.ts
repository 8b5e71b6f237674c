import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { NetworkBuilder } from '../../src/graph/network.ts';
import { TRAINING } from '../../src/graph/network-mode.ts';
import { InputError } from '../../src/input-error.ts';
import { openModel } from '../../src/onnx/open-model.ts';
import { openNetworks } from '../../src/run/networks.ts';
import { resolveModels } from '../../src/run/resolve-models.ts';
import { writeSafetensors } from '../../src/safetensors/index.ts';
import { encode, HEALTHY, node } from './encode.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nasprobe-weights-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string): string => fileURLToPath(new URL(`${name}.onnx`, import.meta.url));

/** The numbers that the parameters of a model's network have. */
function numbersOf(path: string, weights?: string): Map<string, Float32Array> {
  const { config } = resolveModels([path], { batch: 2, ...(weights === undefined ? {} : { weights }) });
  const { plan, parameters } = openNetworks(config)(path);
  const { size } = config.skeleton;
  const network = plan(new NetworkBuilder(new Graph().input('images', [2, size, size, 3]), TRAINING));
  return new Map(network.parameters.map((spec) => [spec.node.attrs.name, parameters.valueOf(spec)]));
}

type Tensors = Parameters<typeof writeSafetensors>[1];

/** The tensors of a model as its own `state_dict` has them. An exporter writes one of equal ones, and names the others. */
function tensorsOf(path: string): Map<string, { shape: readonly number[]; data: Float32Array }> {
  const { model, tensors } = openModel(path);
  const tensor = (name: string) => ({
    shape: model.initializers.get(name)!.dims,
    data: Float32Array.from(tensors.constant(name).data()),
  });
  const twins = model.nodes.filter(
    ({ op, inputs }) => op === 'Identity' && model.initializers.has(inputs[0]!),
  );
  return new Map([
    ...[...model.initializers.keys()].map((name) => [name, tensor(name)] as const),
    ...twins.map(({ inputs, outputs }) => [outputs[0]!, tensor(inputs[0]!)] as const),
  ]);
}

function checkpoint(name: string, tensors: Tensors): string {
  const path = join(folder, name);
  writeSafetensors(path, tensors);
  return path;
}

// ConvNeXt's export turns the weights of linear layers on the way, and several write equal tensors once.
it.each(['convnext', 'mobilenet_v2', 'opset16'])('takes the own weights of %s as they are', (name) => {
  const own = checkpoint(`${name}.safetensors`, tensorsOf(fileOf(name)));
  expect(numbersOf(fileOf(name), own)).toEqual(numbersOf(fileOf(name)));
});

it('takes every number from the checkpoint that has it', () => {
  const tensors = tensorsOf(fileOf('convnext'));
  const twice = new Map(
    [...tensors].map(([name, { shape, data }]) => [name, { shape, data: data.map((x) => 2 * x) }]),
  );
  const own = numbersOf(fileOf('convnext'));
  const doubled = numbersOf(fileOf('convnext'), checkpoint('twice.safetensors', twice));
  for (const [name, numbers] of own) {
    // Constants of the graph are no parameters.
    const factor = name.startsWith('constant') ? 1 : 2;
    expect(doubled.get(name), name).toEqual(numbers.map((x) => factor * x));
  }
});

it('takes the numbers of a tensor that the file has under the name of an equal one', () => {
  const model = join(folder, 'shared.onnx');
  const nodes = [node('Identity', ['w'], ['v']), node('Conv', ['x', 'v'], ['y']), ...HEALTHY.slice(1)];
  writeFileSync(model, encode({ nodes }));
  const tensor = (data: number[]) => ({ shape: [2, 3, 1, 1], data: Float32Array.from(data) });
  const tensors = new Map([
    ['w', tensor([9, 9, 9, 9, 9, 9])],
    ['v', tensor([1, 2, 3, 4, 5, 6])],
  ]);
  // From output by input to input by output.
  expect([...numbersOf(model, checkpoint('both.safetensors', tensors)).get('v')!]).toEqual([
    1, 4, 2, 5, 3, 6,
  ]);
});

it('refuses a checkpoint of another model', () => {
  const tensors = tensorsOf(fileOf('vgg'));
  const name = 'features.0.weight';
  const refusal = (tensors: Tensors) => {
    try {
      numbersOf(fileOf('vgg'), checkpoint('other.safetensors', tensors));
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as Error).message;
    }
    return 'none';
  };
  const { shape, data } = tensors.get(name)!;
  expect(refusal(new Map([['other', { shape, data }]]))).toMatch(
    /other.safetensors has no tensor "features.0.weight": is it of .*vgg.onnx\?/,
  );
  expect(refusal(new Map(tensors).set(name, { shape: [3, 3, 3, 6], data }))).toMatch(
    /"features.0.weight" is \[3, 3, 3, 6\], the model has \[6, 3, 3, 3\]: is it of this model\?/,
  );
  expect(refusal(new Map(tensors).set(name, { shape, data: data.map(() => Number.NaN) }))).toMatch(
    /other.safetensors: its tensor "features.0.weight" holds NaN or infinity/,
  );
});
