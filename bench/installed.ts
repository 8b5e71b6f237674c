/**
 * Packs the package as `npm publish` would, installs it into an empty project with scripts off, and uses it there: the
 * command, the library, its types under NodeNext. What is packed is compared with what it must hold.
 *   npm run installed
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nasprobe-installed-'));

/** What the package may hold; every pattern must have a file, and every file a pattern. */
const HELD = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/(src|proxies|estimators|datasets)\/[\w/.-]+(?<!\.test)\.js$/,
  /^dist\/joined\/[\w-]+\.js$/,
  /^dist\/(src|proxies|estimators|datasets)\/[\w/.-]+\.d\.ts$/,
  /^datasets\/fashion-mnist\/README\.md$/,
  /^datasets\/fashion-mnist\/[\w-]+-idx[13]-ubyte\.gz$/,
  /^datasets\/nas201-fashion\.arrow$/,
];

const SMALL = ['--channels', '4', '--cells', '1', '--size', '8', '--batch', '8', '--workers', '1', '--quiet'];

const PROGRAM = `import { correlate, findSpace, makePlan, readTable, resolveConfig, runScores } from 'nasprobe';
import { kendall } from 'nasprobe/rank';

const config = resolveConfig({ proxies: ['params', 'synflow'], seed: 1, skeleton: { size: 8, channels: 4, cells: 1 } });
const plan = await makePlan(findSpace(config.space), { kind: 'archs', value: '5' }, config.seed);
let scored = 0;
for await (const event of runScores({ config, plan, out: 'library.arrow', workers: 1 })) {
  if (event.type === 'scored') scored += 1;
}
const truth = await readTable('library.arrow');
const report = correlate(truth, truth, { on: 'arch', proxies: ['synflow'], targets: ['params'] });
const tau: number = kendall([1, 2, 3], [1, 3, 2]);
console.log(JSON.stringify({ scored, rows: report.rows.length, tau }));
`;

/** Runs a program in the folder, free of what `npm run` has told this process. */
function run(program: string, args: readonly string[], cwd = folder): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
}

function demand(what: string, holds: boolean): void {
  if (!holds) throw new Error(`not so: ${what}`);
  console.log(`ok: ${what}`);
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

try {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(run('npm', pack, root)) as [Packed];
  const paths = packed.files.map(({ path }) => path);
  const foreign = paths.filter((path) => !HELD.some((pattern) => pattern.test(path)));
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  demand(
    `nothing is packed that need not be${foreign.map((path) => ` (${path})`).join('')}`,
    foreign.length === 0,
  );
  demand(
    `${paths.length} files, ${megabytes(packed.size)} packed, ${megabytes(packed.unpackedSize)} unpacked, hold what they must`,
    HELD.every((pattern) => paths.some((path) => pattern.test(path))),
  );

  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const quiet = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  run('npm', ['install', ...quiet, join(folder, packed.filename)]);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  demand('npx nasprobe --version', run('npx', ['nasprobe', '--version']).trim() === version);
  demand('npx nasprobe --help', run('npx', ['nasprobe', '--help']).startsWith('Usage: nasprobe'));

  run('npx', [
    'nasprobe',
    'score',
    '--archs',
    '4',
    '--proxies',
    'params,synflow',
    ...SMALL,
    '--out',
    's.arrow',
  ]);
  const ranking = [
    'nasprobe',
    'rank',
    's.arrow',
    '--truth',
    's.arrow',
    '--targets',
    'params',
    '--format',
    'json',
  ];
  const rows = JSON.parse(run('npx', ranking)) as readonly { readonly proxy: string; readonly n: number }[];
  demand(
    'npx nasprobe score, then rank',
    rows.some(({ proxy, n }) => proxy === 'synflow' && n === 4),
  );
  run('npx', [
    'nasprobe',
    'score',
    '--archs',
    '1',
    '--proxies',
    'grad_norm',
    '--images',
    'fashion',
    ...SMALL,
  ]);
  demand('npx nasprobe score --images fashion, from the images in the package', true);

  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  run(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['program.ts', '--strict', '--module', 'nodenext', '--target', 'es2022', '--outDir', 'made'],
  ]);
  demand(
    "tsc --strict --module nodenext reads the library's types",
    readdirSync(join(folder, 'made')).length === 1,
  );
  const said = JSON.parse(run(process.execPath, ['made/program.js'])) as Record<string, number>;
  demand('the library runs', said.scored === 5 && said.rows === 1 && Math.abs(said.tau! - 1 / 3) < 1e-12);
} finally {
  rmSync(folder, { recursive: true });
}
