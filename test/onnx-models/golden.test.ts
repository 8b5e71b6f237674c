import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { params } from '../../proxies/counts.ts';
import { findProxy } from '../../proxies/index.ts';
import { Quantities } from '../../proxies/quantities.ts';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { createWasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import type { Node } from '../../src/graph/op.ts';
import { openNetworks } from '../../src/run/networks.ts';
import { resolveModels } from '../../src/run/resolve-models.ts';

interface Golden {
  readonly size: number;
  readonly batch: number;
  /** [batch, 3, height, width]. */
  readonly images: readonly number[];
  readonly labels: readonly number[];
  /** By `MODEL`, or `MODEL with CHECKPOINT`. */
  readonly models: Readonly<Record<string, Scores>>;
}

interface Scores {
  readonly logits: readonly number[];
  readonly grad_norm: number;
  readonly snip: number;
  readonly synflow: number;
  readonly params: number;
}

const golden: Golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));
const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const ENGINES = [referenceEngine, createWasmEngine({ fusedMultiplyAdd: false, wide: true })];

/** From channels first to channels last. */
function pixels({ images, size, batch }: Golden): Float64Array {
  const out = new Float64Array(images.length);
  const plane = size * size;
  for (let n = 0; n < batch; n += 1) {
    for (let c = 0; c < 3; c += 1) {
      for (let p = 0; p < plane; p += 1) out[(n * plane + p) * 3 + c] = images[(n * 3 + c) * plane + p]!;
    }
  }
  return out;
}

describe.each(Object.keys(golden.models))('%s', (name) => {
  const want = golden.models[name]!;
  const [model, checkpoint] = name.split(' with ');
  const path = fileOf(`${model}.onnx`);
  it.each(ENGINES)('has the logits and the scores of PyTorch by $id', (engine) => {
    const weights = checkpoint === undefined ? {} : { weights: fileOf(checkpoint) };
    const { config } = resolveModels([path], { batch: golden.batch, ...weights });
    const { plan, parameters } = openNetworks(config)(path);
    const q = new Quantities(plan, { batch: golden.batch, ...config.skeleton });
    expect(params.count(q.network)).toBe(want.params);
    const outputs = new Map<string, Node>([['logits', q.network.logits]]);
    const measures = ['grad_norm', 'snip', 'synflow'].map((proxy) => {
      const definition = findProxy(proxy);
      if (!('build' in definition)) throw new Error(proxy);
      const nodes = definition.build(q);
      for (const [key, node] of Object.entries(nodes)) outputs.set(`${proxy}/${key}`, node);
      return { proxy, definition, keys: Object.keys(nodes) };
    });
    const { classes } = config.skeleton;
    const oneHot = golden.labels.flatMap((label) =>
      Array.from({ length: classes }, (_, i) => Number(i === label)),
    );
    const values = engine.compile(outputs).run((node) => {
      if (node.op === 'parameter') return parameters.valueOf(q.parameter(node));
      return node.attrs.name === 'images' ? pixels(golden) : Float64Array.from(oneHot);
    });
    want.logits.forEach((logit, i) => {
      expect(Math.abs(values.get('logits')![i]! - logit)).toBeLessThan(1e-4);
    });
    for (const { proxy, definition, keys } of measures) {
      const own = Object.fromEntries(keys.map((key) => [key, values.get(`${proxy}/${key}`)!]));
      const labels = Int32Array.from(golden.labels);
      const score = definition.finish(own, { size: golden.batch, classes, labels });
      const expected = want[proxy as 'snip'];
      expect(Math.abs(score / expected - 1), `${proxy}: ${score}, not ${expected}`).toBeLessThan(1e-3);
    }
  });
});
