import { gradNorm } from '../../../proxies/grad-norm.ts';
import { Quantities } from '../../../proxies/quantities.ts';
import type { AsyncEngine, Engine, Feed } from '../../engine/engine.ts';
import { flopsOf } from '../../graph/cost.ts';
import { ancestors } from '../../graph/graph.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { randomStream } from '../../random/index.ts';
import { findSpace } from '../../spaces/index.ts';
import { initialParameters } from '../parameters.ts';

/** The dearest cell of NAS-Bench-201: convolutions of 3x3 on every edge. */
const ARCH =
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|';
const SKELETON = { channels: 16, cells: 1, size: 16, classes: 10 };
const LARGEST_BATCH = 64;
/** Milliseconds; a batch that would go beyond is not begun. */
const BUDGET = 5000;

/** What an engine does a second on a network with its gradients, on one thread or one device. */
export interface Speed {
  readonly gflops: number;
  readonly batch: number;
}

/** Measures batches from 1 image on, each twice the last, for some seconds; the second run of each counts, and the best. */
export async function measureSpeed(engine: Engine | AsyncEngine): Promise<Speed> {
  const start = performance.now();
  let speed: Speed = { gflops: 0, batch: 0 };
  for (let batch = 1; batch <= LARGEST_BATCH; batch *= 2) {
    const { outputs, flops, feed } = problemOf(batch);
    const program = engine.compile(outputs);
    // Buffers are made, and a GPU's programs compiled, in the first.
    await program.run(feed);
    const begun = performance.now();
    await program.run(feed);
    const took = performance.now() - begun;
    const gflops = flops / took / 1e6;
    if (gflops > speed.gflops) speed = { gflops, batch };
    if (performance.now() - start + 4 * took > BUDGET) break;
  }
  return speed;
}

function problemOf(batch: number) {
  const space = findSpace('nasbench201');
  const quantities = new Quantities((net) => space.build(space.parse(ARCH), SKELETON, net), {
    batch,
    size: SKELETON.size,
    classes: SKELETON.classes,
  });
  const outputs = new Map<string, Node>(
    'build' in gradNorm ? Object.entries(gradNorm.build(quantities)) : [],
  );
  const parameters = initialParameters(0);
  const feed: Feed = (node) => {
    if (node.op === 'parameter') return parameters.valueOf(quantities.parameter(node));
    const values = new Float32Array(sizeOf(node.shape));
    if (node.attrs.name === 'labels') return values.map((_, i) => Number(i % SKELETON.classes === 0));
    randomStream(0, node.attrs.name).fillNormal(values, 1);
    return values;
  };
  const flops = ancestors([...outputs.values()]).reduce((total, node) => total + flopsOf(node), 0);
  return { outputs, flops, feed };
}
