import { randomBatch } from '../../datasets/images/image-batch.ts';
import { PROXIES } from '../../proxies/index.ts';
import type { Batch } from '../../proxies/proxy.ts';
import { Quantities } from '../../proxies/quantities.ts';
import type { AsyncEngine, Engine, Feed } from '../../src/engine/engine.ts';
import { referenceEngine } from '../../src/engine/reference/reference-engine.ts';
import type { Node } from '../../src/graph/op.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { randomStream } from '../../src/random/index.ts';
import { initialParameters } from '../../src/run/parameters.ts';
import { buildNasbench201 } from '../../src/spaces/nasbench201/build.ts';
import { parse } from '../../src/spaces/nasbench201/notation.ts';

/** An architecture with a batch and weights, small enough for the reference engine. */
export interface Problem {
  readonly quantities: Quantities;
  readonly feed: Feed;
  readonly batch: Batch;
}

export const SKELETON = { channels: 4, cells: 1, size: 8, classes: 10 };

/** All five operations, and an edge that leads nowhere. */
export const MIXED =
  '|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|none~2|';
export const DENSE =
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|';
export const CHAIN = '|nor_conv_3x3~0|+|none~0|nor_conv_3x3~1|+|none~0|none~1|nor_conv_3x3~2|';

interface Options {
  readonly batch?: number;
  readonly seed?: number;
  /** Which sample comes where. */
  readonly order?: readonly number[];
}

export function problemOf(arch: string, { batch = 4, seed = 0, order }: Options = {}): Problem {
  const shape = { batch, size: SKELETON.size, classes: SKELETON.classes };
  const quantities = new Quantities((net) => buildNasbench201(parse(arch), SKELETON, net), shape);
  const parameters = initialParameters(seed);
  const drawn = randomBatch({ ...shape, seed });
  const rows = order ?? Array.from({ length: batch }, (_, i) => i);
  const arranged = (values: Float32Array) => {
    const size = values.length / batch;
    return Float32Array.from(values, (_, i) => values[rows[Math.floor(i / size)]! * size + (i % size)]!);
  };
  const labels = Int32Array.from(rows, (row) => drawn.labels[row]!);
  return {
    quantities,
    batch: { size: batch, classes: shape.classes, labels },
    feed(node) {
      if (node.op === 'parameter') return parameters.valueOf(quantities.parameter(node));
      if (node.attrs.name === 'images') return arranged(drawn.images);
      if (node.attrs.name === 'labels') return arranged(drawn.oneHot);
      const noise = new Float32Array(sizeOf(node.shape));
      randomStream(seed, node.attrs.name).fillNormal(noise, 1);
      return noise;
    },
  };
}

const outputsOf = (nodes: readonly Node[]) => new Map(nodes.map((node, i) => [String(i), node]));

/** The values of nodes, in order. */
export function valuesOf(
  { feed }: Problem,
  nodes: readonly Node[],
  engine: Engine = referenceEngine,
): Float64Array[] {
  const results = engine.compile(outputsOf(nodes)).run(feed);
  return nodes.map((_, i) => results.get(String(i))!);
}

export const ALL = PROXIES.map(({ name }) => name);

/** What the named proxies want computed, and their scores from those values. */
function measure({ quantities, batch }: Problem, names: readonly string[]) {
  const proxies = PROXIES.filter(({ name }) => names.includes(name));
  const outputs = proxies.flatMap((proxy) =>
    'count' in proxy
      ? []
      : Object.entries(proxy.build(quantities)).map(([key, node]) => ({ proxy, key, node })),
  );
  const finish = (values: readonly Float64Array[]) =>
    Object.fromEntries(
      proxies.map((proxy): [string, number] => {
        if ('count' in proxy) return [proxy.name, proxy.count(quantities.network)];
        const own = outputs.flatMap((output, i) =>
          output.proxy === proxy ? [[output.key, values[i]!]] : [],
        );
        return [proxy.name, proxy.finish(Object.fromEntries(own), batch)];
      }),
    );
  return { nodes: outputs.map(({ node }) => node), finish };
}

/** Scores by name, all out of one run of the engine. */
export function scoresOf(problem: Problem, names: readonly string[], engine: Engine = referenceEngine) {
  const { nodes, finish } = measure(problem, names);
  return finish(valuesOf(problem, nodes, engine));
}

/** The same on an engine that may answer later. */
export async function scoresOn(engine: Engine | AsyncEngine, problem: Problem, names: readonly string[]) {
  const { nodes, finish } = measure(problem, names);
  const results = await engine.compile(outputsOf(nodes)).run(problem.feed);
  return finish(nodes.map((_, i) => results.get(String(i))!));
}

export const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
export const norm = (values: Float64Array): number => Math.sqrt(total(values.map((x) => x * x)));
