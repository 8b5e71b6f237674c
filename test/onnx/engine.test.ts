import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openOnnxEngine } from '../../src/engine/onnx/onnx-engine.ts';
import { onnxRuntimeVersion } from '../../src/engine/onnx/runtime-version.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Node } from '../../src/graph/op.ts';
import { conv2d } from '../../src/graph/ops/conv2d.ts';
import { sum } from '../../src/graph/ops/sum.ts';
import { GraphError } from '../../src/graph/shape.ts';
import { makePlan } from '../../src/run/plan.ts';
import { resolveConfig } from '../../src/run/resolve-config.ts';
import { runScores } from '../../src/run/run-scores.ts';
import { WHOLE } from '../../src/run/shard.ts';
import { findSpace } from '../../src/spaces/index.ts';
import { installed, title } from './installed.ts';

it('is not installed where its package cannot be found', () => {
  expect(onnxRuntimeVersion('file:///nowhere/at/all.js')).toBeUndefined();
});

const config = (more: object = {}) =>
  resolveConfig({
    engine: 'onnx-cpu',
    batch: 8,
    skeleton: { channels: 4, cells: 1, size: 8 },
    ...more,
  });

async function scored(engine: string, workers: number) {
  const space = findSpace('nasbench201');
  const plan = await makePlan(space, { kind: 'archs', value: '4' }, 3, WHOLE);
  const rows = [];
  let protocol: unknown;
  for await (const event of runScores({ config: config({ engine }), plan, workers })) {
    if (event.type === 'started') protocol = event.protocol.engine;
    if (event.type === 'scored') rows.push({ ...event.scores, seconds: 0 });
  }
  return { rows, protocol };
}

describe.skipIf(!installed)(title, () => {
  it('scores the same with any number of workers, and records what computed', async () => {
    const alone = await scored('onnx-cpu', 1);
    const together = await scored('onnx-cpu', 3);
    expect(together).toEqual(alone);
    expect(alone.protocol).toEqual({
      id: 'onnx-cpu',
      relaxedSimd: false,
      deterministic: false,
      onnxruntime: onnxRuntimeVersion(),
    });
    expect(alone.rows).toHaveLength(4);
  });

  it('cannot promise the same bits on every processor', () => {
    expect(() => config({ deterministic: true })).toThrow(
      /for --deterministic use --engine wasm or reference/,
    );
  });

  it('runs a program again with other parameters', async () => {
    const graph = new Graph();
    const y = conv2d(graph.input('x', [1, 2, 2, 1]), graph.parameter('w', [1, 1, 1, 1]));
    const program = (await openOnnxEngine()).compile(
      new Map([
        ['y', y],
        ['same', y],
      ]),
    );
    for (const weight of [2, -3]) {
      const results = await program.run((node) =>
        node.op === 'input' ? Float32Array.of(1, 2, 3, 4) : Float64Array.of(weight),
      );
      expect([...results.get('y')!]).toEqual([1, 2, 3, 4].map((x) => x * weight));
      expect(results.get('same')).toEqual(results.get('y'));
    }
  });

  it('refuses a feed of the wrong size', async () => {
    const x = new Graph().input('x', [2]);
    const program = (await openOnnxEngine()).compile(new Map<string, Node>([['x', x]]));
    await expect(program.run(() => new Float32Array(3))).rejects.toThrow(GraphError);
  });

  it('holds no memory after 200 programs', async () => {
    const engine = await openOnnxEngine();
    const once = async (extent: number) => {
      const graph = new Graph();
      const images = graph.input('x', [8, extent, 32, 16]);
      const outputs = new Map<string, Node>([
        ['y', sum(conv2d(images, graph.parameter('w', [3, 3, 16, 64])))],
      ]);
      await engine.compile(outputs).run(({ shape }) => new Float32Array(shape.reduce((a, b) => a * b)));
    };
    // A run takes 2 MB for its images and 8 MB for the result.
    for (let i = 0; i < 40; i += 1) await once(32 - (i % 4));
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 200; i += 1) await once(32 - (i % 4));
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(100);
  });

  it('lets the process end by itself, and says nothing', async () => {
    const engine = new URL('../../src/engine/onnx/onnx-engine.ts', import.meta.url).href;
    const graph = new URL('../../src/graph/graph.ts', import.meta.url).href;
    const script = `
      const { openOnnxEngine } = await import(${JSON.stringify(engine)});
      const { Graph } = await import(${JSON.stringify(graph)});
      const x = new Graph().input('x', [2]);
      const results = await (await openOnnxEngine()).compile(new Map([['x', x]])).run(() => Float32Array.of(1, 2));
      console.log(results.get('x').join());`;
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', loader, '--input-type=module', '--eval', script],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)), timeout: 60_000 },
    );
    expect({ stdout, stderr }).toEqual({ stdout: '1,2\n', stderr: '' });
  });
});
