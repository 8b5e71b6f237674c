import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  version: string;
  bin: Record<string, string>;
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
};

test('what package.json names is built', () => {
  const files = [
    ...Object.values(manifest.bin),
    ...Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    ),
  ];
  expect(files.filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)))).toEqual([]);
});

test('what runs in a thread or a process of its own is built', () => {
  const sources = new URL('../src/', import.meta.url);
  const named = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(new URL(file, sources), 'utf8').matchAll(/[ (]ownModule\('(.*?)'\)/g),
    ])
    .map(([, path]) => path!);
  expect(named).toContain('src/run/worker');
  expect(named.filter((path) => !existsSync(new URL(`../dist/${path}.js`, import.meta.url)))).toEqual([]);
});

test('the built command is one file, but for the modules that others know too', () => {
  const built = read(manifest.bin.nasprobe!);
  const others = [...built.matchAll(/^import .* from "(\.[^"]+)";$/gm)].map(([, path]) => path);
  expect(others.sort()).toEqual(['./../input-error.js', './../run/crash-watch.js']);
  expect(built).not.toMatch(/from "commander"/);
});

test('every dependency is used by the sources, and the lockfile names no host', () => {
  const lock = read('package-lock.json');
  expect(lock).not.toMatch(/"resolved"/);
  const rooms: Record<string, string> = {
    '@observablehq/plot': 'src/figure/figure.ts',
    'apache-arrow': 'src/table/arrow/arrow-data.ts',
    commander: 'src/cli/run-command.ts',
    fflate: 'src/formats/gunzip.ts',
    hyparquet: 'src/table/parquet-decoder.ts',
    'jpeg-js': 'src/formats/image/read-jpeg.ts',
    linkedom: 'src/figure/figure.ts',
    'ml-levenberg-marquardt': 'estimators/learning-curves/minimise.ts',
    'ml-matrix': 'src/linalg/thin-svd.ts',
    piscina: 'src/run/worker-pool.ts',
    'simple-statistics': 'src/run/proxy-costs.ts',
  };
  for (const [name, file] of Object.entries(rooms)) expect(read(file), file).toContain(`'${name}'`);
  expect(Object.keys(manifest.dependencies).sort()).toEqual(Object.keys(rooms).sort());
});

test('the README shows the proxy file that it says it shows whole', () => {
  const shown = /`proxies\/snip\.ts`:\n\n```ts\n([\s\S]*?)```/.exec(read('README.md'))?.[1];
  expect(shown).toBe(read('proxies/snip.ts'));
});

test('the changelog knows the version', () => {
  expect(read('CHANGELOG.md')).toContain(`## ${manifest.version}`);
});
