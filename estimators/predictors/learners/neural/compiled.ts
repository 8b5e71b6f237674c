import type { Engine, Program } from '../../../../src/engine/engine.ts';
import { createWasmEngine } from '../../../../src/engine/wasm/wasm-engine.ts';
import { differentiate } from '../../../../src/graph/differentiate.ts';
import { Graph } from '../../../../src/graph/graph.ts';
import type { Node } from '../../../../src/graph/op.ts';
import type { NetworkDesign } from './design.ts';
import type { Loss } from './loss.ts';

/** Elements up to which tensors stay in plain loops: below it a kernel costs more than it saves. */
const SMALL = 256;
/** Compiled programs that are kept: a bench asks for the same few again and again. */
const KEPT = 24;

let engine: Engine | undefined;
const programs = new Map<string, Program>();

/** The program that predicts a batch: output `prediction`, [batch, 1]. */
export function predictionProgram(design: NetworkDesign, batch: number): Program {
  return compiled(`${design.key} ${batch}`, () => {
    const { prediction } = built(design, batch);
    return new Map([['prediction', prediction]]);
  });
}

/** The program of a training step: `loss`, and the gradient of each parameter under its name. */
export function trainingProgram(design: NetworkDesign, loss: Loss, batch: number): Program {
  return compiled(`${design.key} ${batch} ${loss.key}`, () => {
    const { graph, prediction, parameters } = built(design, batch);
    const total = loss.of(prediction, graph.input('known', loss.shape(batch)));
    const gradients = differentiate(total, [...parameters.values()]);
    return new Map([
      ['loss', total],
      ...[...parameters].flatMap(([name, node]): [string, Node][] => {
        const gradient = gradients.get(node);
        return gradient === undefined ? [] : [[name, gradient]];
      }),
    ]);
  });
}

function built(design: NetworkDesign, batch: number) {
  const graph = new Graph();
  const parameters = new Map(
    design.parameters.map(({ name, shape }) => [name, graph.parameter(name, shape)]),
  );
  const prediction = design.output({
    batch,
    input: (name) => graph.input(name, [batch, ...design.inputs.get(name)!]),
    parameter: (name) => parameters.get(name)!,
  });
  return { graph, prediction, parameters };
}

function compiled(key: string, outputs: () => ReadonlyMap<string, Node>): Program {
  let program = programs.get(key);
  if (program === undefined) {
    if (programs.size >= KEPT) programs.clear();
    // Without fused multiply-add a model is the same on every processor.
    engine ??= createWasmEngine({ fusedMultiplyAdd: false, small: SMALL });
    program = engine.compile(outputs());
    programs.set(key, program);
  }
  return program;
}
