import type { Engine } from '../../engine/engine.ts';
import { Graph } from '../../graph/graph.ts';
import { exp } from '../../graph/ops/exp.ts';
import { type SelfTest, selfTest } from '../doctor/self-test.ts';
import { findEngine } from '../engines.ts';
import { chooseDevice } from './definition.ts';

export interface ProbeRequest {
  readonly engine: string;
  readonly device?: number;
  /** Also scores the golden network and measures the speed. */
  readonly selfTest?: boolean;
}

export type ProbeAnswer =
  | {
      readonly works: true;
      readonly details: Engine['details'];
      readonly notes: readonly string[];
      readonly selfTest?: SelfTest;
    }
  | { readonly works: false; readonly reason: string };

/** Opens the engine and has it compute something. The last line on stdout is the answer. */
async function answer(request: ProbeRequest): Promise<ProbeAnswer> {
  const definition = findEngine(request.engine);
  chooseDevice(definition, request.device);
  const notes: string[] = [];
  try {
    const engine = await definition.open({
      deterministic: false,
      note: (text) => notes.push(text),
      ...(request.device === undefined ? {} : { device: request.device }),
    });
    const x = new Graph().input('x', [2]);
    const { y } = Object.fromEntries(
      await engine.compile(new Map([['y', exp(x)]])).run(() => Float32Array.of(0, 1)),
    );
    if (Math.abs(y![1]! - Math.E) > 1e-3) return { works: false, reason: `it says that e is ${y![1]}` };
    const tested = request.selfTest === true ? { selfTest: await selfTest(definition, engine) } : {};
    return { works: true, details: engine.details, notes, ...tested };
  } catch (error) {
    return { works: false, reason: readable(error instanceof Error ? error.message : String(error)) };
  }
}

/** The first line, without the place in ONNX Runtime's sources and the condition there. */
function readable(message: string): string {
  return message
    .trim()
    .split('\n')[0]!
    .replace(/^.*? was false\. /, '');
}

const request = JSON.parse(process.argv.at(-1)!) as ProbeRequest;
process.stdout.write(`\n${JSON.stringify(await answer(request))}\n`);
