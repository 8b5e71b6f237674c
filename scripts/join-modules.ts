/**
 * Makes the package of the compiled modules. There are hundreds of them, and each takes Node a fraction of a millisecond to find,
 * read and link: those that are loaded together are joined. First what every command loads, and commander, into `main.js`, so that
 * `nasprobe --help` waits for little else. Then all else, each module in one file alone whoever loads it: two copies of a class would
 * not know each other's objects. What is installed beside this package stays where it is.
 */
import { chmodSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const compiled = fileURLToPath(new URL('../build', import.meta.url));
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const cli = join(compiled, 'src/cli');
const main = join(dist, 'src/cli/main.js');

/** Modules without classes and without state. */
const FIRST = [
  'cli/main.js',
  'cli/run-command.js',
  'cli/commands.js',
  'cli/exit.js',
  'cli/exit-code.js',
  'cli/supervise/needs-supervisor.js',
  'cli/supervise/protocol.js',
  'cli/supervise/crash-watch.js',
  'own-files.js',
  'run/version.js',
];

/** What the package exports. */
const EXPORTS = ['index.js', 'rank/index.js'];

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
};

const inSrc = (file: string): string => join(compiled, 'src', file);

/** Modules that run by themselves, in a thread or a process; a path that is not written in full is of no file, and ends the build. */
const own = readdirSync(compiled, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js'))
  .flatMap((file) => [
    ...readFileSync(join(compiled, file), 'utf8').matchAll(/(?<!function )ownModule\('?(.*?)'?\)/g),
  ])
  .map(([, path]) => join(compiled, `${path}.js`));

const first = new Set(FIRST.map(inSrc));
const left = new Set<string>();

await build({
  ...COMMON,
  entryPoints: [join(cli, 'main.js')],
  outfile: main,
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
          if (kind === 'entry-point' || first.has(file) || !file.startsWith(compiled)) return undefined;
          left.add(file);
          return { path: `./${relative(cli, file).replaceAll(sep, '/')}`, external: true };
        });
      },
    },
  ],
});

await build({
  ...COMMON,
  // Their order decides the names of what is joined.
  entryPoints: [...left, ...EXPORTS.map(inSrc), ...own].sort(),
  outdir: dist,
  outbase: compiled,
  splitting: true,
  chunkNames: 'joined/[hash]',
  packages: 'external',
});

chmodSync(main, 0o755);
// The types.
cpSync(compiled, dist, { recursive: true, filter: (file) => !file.endsWith('.js') });
