/**
 * Joins what a worker that scores loads into the built `worker.js`: its hundreds of modules are a tenth of the time to the first
 * score. Nothing else of its thread comes from this package, so that there are no two copies of a class; what is installed beside
 * it, optional engines above all, stays where it is.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const worker = fileURLToPath(new URL('../dist/src/run/worker.js', import.meta.url));

await build({
  entryPoints: [worker],
  outfile: worker,
  allowOverwrite: true,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
});
