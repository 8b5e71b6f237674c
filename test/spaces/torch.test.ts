import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openBatch } from '../../datasets/images/image-batch.ts';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import { createWasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import { Graph } from '../../src/graph/graph.ts';
import { NetworkBuilder, type ParameterSpec } from '../../src/graph/network.ts';
import { TRAINING } from '../../src/graph/network-mode.ts';
import { openScorer } from '../../src/run/open-scorer.ts';
import { checkpointParameters } from '../../src/run/parameters.ts';
import { prepareWebAssembly } from '../../src/run/v8-flags.ts';
import { readSafetensors } from '../../src/safetensors/index.ts';
import { findSpace, SPACES } from '../../src/spaces/index.ts';
import type { Skeleton } from '../../src/spaces/space.ts';

/** What reference.py writes. */
interface Case extends Skeleton {
  readonly arch: string;
  readonly batch: number;
  /** [batch, classes]. */
  readonly logits: readonly number[];
  readonly scores: Readonly<Record<'grad_norm' | 'snip' | 'synflow' | 'params', number>>;
}

/** All but the first, which test/proxies/golden.test.ts holds to a reference of its own. */
const ids = SPACES.map(({ id }) => id).filter((id) => id !== 'nasbench201');
const engines = {
  wasm: createWasmEngine({ fusedMultiplyAdd: prepareWebAssembly(true).relaxedSimd }),
  reference: referenceEngine,
};

const fileOf = (name: string): string => fileURLToPath(new URL(`torch/${name}`, import.meta.url));
const caseOf = (id: string): Case => JSON.parse(readFileSync(fileOf(`${id}.json`), 'utf8'));

describe.each(ids)('%s beside PyTorch', (id) => {
  const { arch, batch, logits, scores, ...skeleton } = caseOf(id);
  const path = fileOf(`${id}.safetensors`);

  it.each(['wasm', 'reference'] as const)('has its logits on %s', (engine) => {
    const { size, classes } = skeleton;
    const images = new Graph().input('images', [batch, size, size, 3]);
    const network = findSpace(id).build(arch, skeleton, new NetworkBuilder(images, TRAINING));
    const parameters = checkpointParameters(path, readSafetensors(path), 0);
    const specs = new Map<unknown, ParameterSpec>(network.parameters.map((spec) => [spec.node, spec]));
    const data = openBatch(path, { batch, size, classes, seed: 0 });
    const results = engines[engine]
      .compile(new Map([['logits', network.logits]]))
      .run((node) => (node.op === 'input' ? data.images : parameters.valueOf(specs.get(node)!)));
    const found = [...results.get('logits')!];
    const worst = Math.max(...found.map((value, i) => Math.abs(value - logits[i]!)));
    expect(found).toHaveLength(logits.length);
    expect(worst).toBeLessThan(engine === 'reference' ? 1e-6 : 1e-4);
  });

  it.each(['wasm', 'reference'])('has its scores on %s', async (engine) => {
    const names = Object.keys(scores) as (keyof typeof scores)[];
    const scorer = await openScorer({
      space: id,
      proxies: names,
      seed: 0,
      batch,
      skeleton,
      engine,
      deterministic: true,
      images: path,
      weights: path,
    });
    const found = (await scorer.score(arch)).scores;
    for (const name of names) {
      const outcome = found[name]!;
      if (outcome.status !== 'ok') expect.fail(`${name}: ${JSON.stringify(outcome)}`);
      const relative = Math.abs(outcome.value / scores[name] - 1);
      expect(relative, `${name}: ${outcome.value}, not ${scores[name]}`).toBeLessThan(
        name === 'params' ? Number.EPSILON : engine === 'reference' ? 1e-6 : 1e-3,
      );
    }
  });
});
