import { describe, expect, it } from 'vitest';
import { openOnnxEngine } from '../../src/engine/onnx/onnx-engine.ts';
import type { Runtime } from '../../src/engine/onnx/program.ts';
import { Graph } from '../../src/graph/graph.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { GOLDEN_ARCH, goldenConfig } from '../../src/run/doctor/golden-network.ts';
import { openScorer } from '../../src/run/open-scorer.ts';

interface Behaviour {
  /** Lacks an operator. */
  readonly fallsBack?: boolean;
  /** Throws at the run of this number. */
  readonly outOfMemoryAt?: number;
}

/** ONNX Runtime as far as the engine uses it, on a device that says what it does. */
function fakeRuntime({ fallsBack = false, outOfMemoryAt = -1 }: Behaviour = {}) {
  const events: string[] = [];
  let sessions = 0;
  let runs = 0;
  const create = async (_model: Uint8Array, options: { extra?: object }) => {
    const id = sessions;
    sessions += 1;
    events.push(`create ${id}${options.extra === undefined ? '' : ' strictly'}`);
    if (fallsBack && options.extra !== undefined) {
      throw new Error('This session contains graph nodes that are assigned to the default CPU EP, but …');
    }
    return {
      async run() {
        const number = runs;
        runs += 1;
        events.push(`run ${id}`);
        await new Promise((resolve) => setTimeout(resolve, 3));
        events.push(`ran ${id}`);
        if (number === outOfMemoryAt) throw new Error('CUDA failure 2: out of memory');
        return new Proxy({}, { get: () => ({ data: Float32Array.of(1) }) });
      },
      async release() {
        events.push(`release ${id}`);
      },
    };
  };
  const runtime = {
    InferenceSession: { create },
    Tensor: class {},
    env: { versions: { node: '0' }, logLevel: 'warning' },
  } as unknown as Runtime;
  return { runtime, events };
}

const program = async (behaviour: Behaviour, notes: string[] = []) => {
  const { runtime, events } = fakeRuntime(behaviour);
  const engine = await openOnnxEngine({ provider: 'cuda', runtime, note: (text) => notes.push(text) });
  const x = new Graph().input('x', [1]);
  const { run } = engine.compile(new Map([['y', exp(x)]]));
  return { engine, events, run: () => run(() => Float32Array.of(0)) };
};

describe('a GPU under ONNX Runtime', () => {
  it('makes the next session while a network computes, and computes one at a time', async () => {
    const { events, run } = await program({});
    await Promise.all([run(), run()]);
    expect(events).toEqual([
      'create 0 strictly',
      'create 1 strictly',
      'run 0',
      'ran 0',
      'release 0',
      'run 1',
      'ran 1',
      'release 1',
    ]);
  });

  it('says once that operators fall back on the processor, and then lets them', async () => {
    const notes: string[] = [];
    const { events, run } = await program({ fallsBack: true }, notes);
    await run();
    await run();
    expect(notes).toEqual([expect.stringMatching(/fall back on the processor/)]);
    expect(events.filter((event) => event.startsWith('create'))).toEqual([
      'create 0 strictly',
      'create 1',
      'create 2',
    ]);
  });

  it('out of memory, fails that architecture alone and gives its session back', async () => {
    const { engine, events } = await program({ outOfMemoryAt: 0 });
    const scorer = await openScorer(
      { ...goldenConfig('onnx-cuda'), proxies: ['grad_norm', 'params'] },
      { engine },
    );
    const [first, second] = [await scorer.score(GOLDEN_ARCH), await scorer.score(GOLDEN_ARCH)];
    expect(first.scores).toEqual({
      grad_norm: { status: 'failed', code: 'out-of-memory', message: 'CUDA failure 2: out of memory' },
      params: { status: 'ok', value: 11446 },
    });
    expect(second.scores.grad_norm!.status).toBe('ok');
    expect(events.filter((event) => event.startsWith('release'))).toEqual(['release 0', 'release 1']);
  });
});
