import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const anyone = [
  'src/input-error',
  'src/outcome',
  'src/nearest',
  'src/safe-text',
  'src/crc32',
  'src/own-files',
];
const core = [
  'src/elementary',
  'src/random',
  'src/linalg',
  'src/rank',
  'src/graph',
  'src/safetensors',
  'src/formats',
  'src/table',
];
const jobs = [
  ...core,
  'src/engine',
  'src/onnx',
  'src/training',
  'src/spaces',
  'src/figure',
  'src/report',
  'proxies',
  'estimators',
  'datasets',
];

/** Room: the rooms it may import, besides itself and what anyone may. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/elementary': [],
  'src/random': ['src/elementary'],
  'src/linalg': ['src/elementary'],
  'src/rank': ['src/random'],
  'src/graph': [],
  'src/engine': ['src/elementary', 'src/graph', 'src/random'],
  'src/spaces': ['src/graph', 'src/random'],
  'src/onnx': ['src/graph', 'src/safetensors', 'src/formats'],
  'src/safetensors': [],
  'src/formats': [],
  'src/table': [],
  'src/figure': [],
  'src/report': ['src/rank', 'src/table', 'src/figure'],
  'src/training': ['src/elementary', 'src/graph', 'src/engine', 'src/random'],
  proxies: ['src/elementary', 'src/graph', 'src/rank', 'src/linalg'],
  datasets: [
    'src/random',
    'src/safetensors',
    'src/formats',
    'src/table',
    'src/spaces',
    'src/training',
    'proxies',
  ],
  estimators: [...core, 'src/engine', 'src/training', 'src/spaces', 'proxies', 'datasets'],
  'src/run': [...jobs],
  'src/cli': [...jobs, 'src/run'],
};

/** Package: the one room that may import it. */
const OWNERS: Record<string, string> = {
  'apache-arrow': 'src/table',
  hyparquet: 'src/table',
  commander: 'src/cli',
  piscina: 'src/run',
  '@observablehq/plot': 'src/figure',
  linkedom: 'src/figure',
  'ml-matrix': 'src/linalg',
  'ml-levenberg-marquardt': 'estimators',
  'jpeg-js': 'src/formats',
  fflate: 'src/formats',
  'onnxruntime-node': 'src/engine',
  '@tensorflow/tfjs': 'src/engine',
};

const files = ['src', 'proxies', 'estimators', 'datasets'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);

const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g)].map(
    ([, name]) => name!,
  );

const roomOf = (path: string): string | undefined =>
  Object.keys(MAY_IMPORT).find((room) => path.startsWith(`${room}/`));

test('rooms import only what lies below them', () => {
  const trespasses = files.flatMap((file) => {
    const room = roomOf(file);
    if (!room) return [];
    return importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, resolve(root, dirname(file), name)))
      .filter((target) => !anyone.some((free) => target === `${free}.ts`))
      .filter((target) => ![room, ...MAY_IMPORT[room]!].some((allowed) => target.startsWith(`${allowed}/`)))
      .map((target) => `${file} imports ${target}`);
  });
  expect(trespasses).toEqual([]);
});

test('the command loads nothing but itself before it knows what is asked for', () => {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, name] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)';/gm)) {
      visit(relative(root, resolve(root, dirname(file), name!)));
    }
  };
  visit('src/cli/main.ts');
  // What a supervisor is, beside what it starts.
  expect([...loaded].sort()).toEqual([
    'src/cli/main.ts',
    'src/cli/supervise/needs-supervisor.ts',
    'src/cli/supervise/protocol.ts',
  ]);
  loaded.clear();
  visit('src/cli/run-command.ts');
  expect([...loaded].sort()).toEqual([
    'src/cli/commands.ts',
    'src/cli/exit-code.ts',
    'src/cli/exit.ts',
    'src/cli/run-command.ts',
    'src/cli/supervise/crash-watch.ts',
    'src/cli/supervise/protocol.ts',
    'src/input-error.ts',
    'src/own-files.ts',
    'src/run/crash-watch.ts',
    'src/run/version.ts',
    'src/safe-text.ts',
  ]);
});

test('a package is imported by the room that owns it alone', () => {
  const trespasses = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => {
        const owner = Object.entries(OWNERS).find(([prefix]) => name.startsWith(prefix))?.[1];
        return owner !== undefined && !file.startsWith(`${owner}/`);
      })
      .map((name) => `${file} imports ${name}`),
  );
  expect(trespasses).toEqual([]);
});

test('files are short enough to be read', () => {
  const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 400);
  expect(long).toEqual([]);
});
