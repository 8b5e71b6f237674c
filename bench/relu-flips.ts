/**
 * Which ReLUs an engine passes that float64 stops, or the other way round, and how exact the engine's activations are:
 *   npx tsx bench/relu-flips.ts WEIGHTS.safetensors ENGINE [ENGINE …]
 * The file holds weights, images and labels; a JSON of the same name beside it the architecture and its extents.
 */
import { readFileSync } from 'node:fs';
import { openBatch } from '../datasets/images/image-batch.ts';
import { Quantities } from '../proxies/quantities.ts';
import type { Feed } from '../src/engine/engine.ts';
import type { Node } from '../src/graph/op.ts';
import { findEngine } from '../src/run/engines.ts';
import { openNetworks } from '../src/run/networks.ts';

const [path = '', ...engines] = process.argv.slice(2);
const { arch, channels, cells, batch, size, classes } = JSON.parse(
  readFileSync(path.replace(/\.safetensors$/, '.json'), 'utf8'),
);
const shape = { batch, size, classes };
const images = openBatch(path, { ...shape, seed: 0 });
const { plan, parameters } = openNetworks({
  space: 'nasbench201',
  proxies: [],
  seed: 0,
  batch,
  skeleton: { channels, cells, size, classes },
  engine: 'reference',
  deterministic: false,
  images: path,
  weights: path,
})(arch);

/** What goes into each ReLU, in the order of the network. */
async function activationsOf(name: string): Promise<{ shape: readonly number[]; values: Float64Array }[]> {
  const quantities = new Quantities(plan, shape);
  const relus = reluInputs(quantities.network.logits);
  const feed: Feed = (node) => {
    if (node.op === 'parameter') return parameters.valueOf(quantities.parameter(node));
    return node.attrs.name === 'images' ? images.images : images.oneHot;
  };
  const engine = await findEngine(name).open({ deterministic: false, note: () => {} });
  const results = await engine.compile(new Map(relus.map((node, i) => [String(i), node]))).run(feed);
  return relus.map((node, i) => ({ shape: node.shape, values: Float64Array.from(results.get(String(i))!) }));
}

function reluInputs(output: Node): Node[] {
  const seen = new Set<Node>();
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const input of node.inputs) visit(input);
    if (node.op === 'relu') found.push(node.inputs[0]!);
  };
  visit(output);
  return found;
}

const exact = await activationsOf('reference');
for (const engine of engines) {
  console.log(engine);
  for (const [relu, { shape: extents, values }] of (await activationsOf(engine)).entries()) {
    const want = exact[relu]!.values;
    const error = Math.sqrt(values.reduce((sum, x, i) => sum + (x - want[i]!) ** 2, 0) / values.length);
    values.forEach((x, i) => {
      if (x > 0 !== want[i]! > 0)
        console.log(
          `  ReLU ${relu} [${extents}] image ${Math.floor((i * batch) / values.length)}: ${x.toExponential(2)}, exactly ${want[i]!.toExponential(2)}`,
        );
    });
    if (relu === exact.length - 1)
      console.log(`  root mean square error of the last: ${error.toExponential(2)}`);
  }
}
