/**
 * Joins what every command loads first, and commander, into the built `main.js`: Node takes a millisecond or two for each
 * module, and `nasprobe --help` should not wait for twenty. All else stays a module of its own: two copies of a class would
 * not know each other's objects, so that only modules without classes and without state are joined.
 */
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const main = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const folder = dirname(main);
const JOINED = [
  'run-command.js',
  'commands.js',
  'exit.js',
  'exit-code.js',
  'supervise/needs-supervisor.js',
  'supervise/protocol.js',
  'supervise/crash-watch.js',
  '../run/version.js',
];
const joined = new Set(JOINED.map((file) => join(folder, file)));

await build({
  entryPoints: [main],
  outfile: main,
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Commander is CommonJS, and asks for Node's own modules that way.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  plugins: [
    {
      name: 'leave the others where they are',
      setup({ onResolve }) {
        onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
          const file = resolve(resolveDir, path);
          if (kind === 'entry-point' || joined.has(file) || !file.startsWith(dirname(folder)))
            return undefined;
          return { path: `./${relative(folder, file).replaceAll(sep, '/')}`, external: true };
        });
      },
    },
  ],
});
