import { openBatch } from '../../datasets/images/image-batch.ts';
import { findProxy } from '../../proxies/index.ts';
import type { ProxyDefinition } from '../../proxies/proxy.ts';
import { Quantities } from '../../proxies/quantities.ts';
import type { AsyncEngine, Engine, Feed } from '../engine/engine.ts';
import { isOutOfMemory } from '../engine/out-of-memory.ts';
import type { Node } from '../graph/op.ts';
import { OUT_OF_MEMORY, type Outcome, outcomeOf } from '../outcome.ts';
import { randomStream } from '../random/index.ts';
import { doesNotStart, findEngine } from './engines.ts';
import { openNetworks } from './networks.ts';
import type { ParameterSource } from './parameters.ts';
import type { ScoreConfig, Scorer } from './score-config.ts';

export interface ScorerOptions {
  readonly note?: (text: string) => void;
  readonly engine?: Engine | AsyncEngine;
}

/**
 * Opens what all architectures of a run share: the engine, the batch of images, the parameters.
 * @param options.note told what a user should know of how the engine computes here
 * @param options.engine computes in place of the one that the configuration names
 * @throws {InputError} where the engine does not start, or the images or the weights cannot be had
 */
export async function openScorer(config: ScoreConfig, options: ScorerOptions = {}): Promise<Scorer> {
  const proxies = config.proxies.map(findProxy);
  const engine = options.engine ?? (await engineOf(config, options.note ?? (() => {})));
  const { skeleton, seed } = config;
  const shape = { batch: config.batch, size: skeleton.size, classes: skeleton.classes };
  const batch = openBatch(config.images, { ...shape, seed });
  const networkOf = openNetworks(config);
  const feedOf =
    (quantities: Quantities, parameters: ParameterSource): Feed =>
    (node) => {
      if (node.op === 'parameter') return parameters.valueOf(quantities.parameter(node));
      const { name, extents } = node.attrs;
      if (name === 'images') return batch.images;
      if (name === 'labels') return batch.oneHot;
      const noise = new Float32Array(extents.reduce((size, extent) => size * extent, 1));
      randomStream(seed, name).fillNormal(noise, 1);
      return noise;
    };
  return {
    engine: engine.details,
    check(arch) {
      const { plan, parameters } = networkOf(arch);
      for (const spec of new Quantities(plan, shape).network.parameters) parameters.check(spec);
    },
    async score(arch) {
      const start = performance.now();
      const scores: Record<string, Outcome> = {};
      const failAll = (error: unknown) => {
        for (const { name } of proxies) scores[name] ??= failure(error);
      };
      try {
        const { plan, parameters } = networkOf(arch);
        const quantities = new Quantities(plan, shape);
        const measures = buildAll(proxies, quantities, scores);
        const outputs = new Map(
          measures.flatMap(({ proxy, nodes }) =>
            Object.entries(nodes).map(([key, node]): [string, Node] => [`${proxy.name}/${key}`, node]),
          ),
        );
        if (outputs.size > 0) {
          const values = await engine.compile(outputs).run(feedOf(quantities, parameters));
          for (const { proxy, nodes } of measures) {
            const own = Object.keys(nodes).map((key) => [key, values.get(`${proxy.name}/${key}`)!]);
            scores[proxy.name] = outcomeOf(proxy.finish(Object.fromEntries(own), batch));
          }
        }
      } catch (error) {
        failAll(error);
      }
      const inOrder = Object.fromEntries(proxies.map(({ name }) => [name, scores[name]!]));
      return { arch, seconds: (performance.now() - start) / 1000, scores: inOrder };
    },
  };
}

type Measure = Extract<ProxyDefinition, { readonly build: unknown }>;

/** Counts what can be counted, and builds the nodes of what a graph must compute; one that fails does not stop others. */
function buildAll(
  proxies: readonly ProxyDefinition[],
  quantities: Quantities,
  scores: Record<string, Outcome>,
) {
  const measures: { proxy: Measure; nodes: Readonly<Record<string, Node>> }[] = [];
  for (const proxy of proxies) {
    try {
      const reason = proxy.lacks?.(quantities.network);
      if (reason !== undefined) scores[proxy.name] = { status: 'skipped', reason };
      else if ('count' in proxy) scores[proxy.name] = outcomeOf(proxy.count(quantities.network));
      else measures.push({ proxy, nodes: proxy.build(quantities) });
    } catch (error) {
      scores[proxy.name] = failure(error);
    }
  }
  return measures;
}

async function engineOf(
  { engine, deterministic, device }: ScoreConfig,
  note: (text: string) => void,
): Promise<Engine | AsyncEngine> {
  const definition = findEngine(engine);
  try {
    return await definition.open({ deterministic, note, ...(device === undefined ? {} : { device }) });
  } catch (cause) {
    throw doesNotStart(engine, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function failure(error: unknown): Outcome {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return { status: 'failed', code: isOutOfMemory(error) ? OUT_OF_MEMORY : 'not-computed', message };
}
