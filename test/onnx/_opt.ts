import * as ort from 'onnxruntime-node';
import { compileProgram } from '../../src/engine/onnx/program.ts';
import { openScorer } from '../../src/run/open-scorer.ts';
import { resolveConfig } from '../../src/run/resolve-config.ts';
const create = ort.InferenceSession.create.bind(ort.InferenceSession);
let level = 'all'; let extra: object = {};
(ort.InferenceSession as any).create = async (m: Uint8Array, o: object) => {
  const c0 = process.cpuUsage();
  const s = await create(m, { ...o, graphOptimizationLevel: level, ...extra });
  const c1 = process.cpuUsage(c0); const run = s.run.bind(s);
  (s as any).run = async (f: any) => { const c2 = process.cpuUsage(); const r = await run(f); const c3 = process.cpuUsage(c2); console.log(level, JSON.stringify(extra), 'bytes', m.length, 'create', (c1.user+c1.system) / 1e6, 'run', (c3.user+c3.system) / 1e6); return r; };
  return s;
};
const arch = '|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|';
for (const skeleton of process.argv[2] === 'big' ? [{}] : [{ channels: 4, cells: 1, size: 8 }]) {
  const scorer = await openScorer(resolveConfig({ engine: 'onnx-cpu', batch: process.argv[2] === 'big' ? 64 : 8, skeleton }));
  for (const l of (process.argv[3] ?? 'all,disabled,basic,extended,layout').split(',')) { level = l; const t = process.cpuUsage(); await scorer.score(arch); const u = process.cpuUsage(t); console.log('total', (u.user + u.system) / 1e6); }
}
