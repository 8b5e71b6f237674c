/**
 * Lists what an installation of the package brings: every package below `dependencies`, with its licence, its size on
 * the disk and whether it has an install script; then what `npm pack` would publish.
 *   npm run licences
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type: string };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Where Node finds a package that one in `folder` asks for. */
function find(name: string, folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return found;
    if (at === dirname(at)) throw new Error(`${name} is not installed: npm ci`);
  }
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? sizeOf(path) : statSync(path).size;
  }
  return bytes;
}

const packages = new Map<string, Manifest>();
const visit = (folder: string): void => {
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const found = find(name, folder);
    if (packages.has(found)) continue;
    packages.set(found, manifestOf(found));
    visit(found);
  }
};
visit(root);

const rows = [...packages].map(([folder, { name, version, license, scripts = {} }]) => ({
  name: `${name}@${version}`,
  licence: typeof license === 'object' ? license.type : (license ?? 'none given'),
  kilobytes: Math.ceil(sizeOf(folder) / 1024),
  script: ['preinstall', 'install', 'postinstall'].filter((hook) => hook in scripts).join(' '),
}));
rows.sort((a, b) => b.kilobytes - a.kilobytes);
for (const { name, licence, kilobytes, script } of rows)
  console.log(
    `${name.padEnd(44)}${licence.padEnd(16)}${String(kilobytes).padStart(8)} kB  ${script}`.trimEnd(),
  );
const total = rows.reduce((sum, { kilobytes }) => sum + kilobytes, 0);
const scripts = rows.filter(({ script }) => script !== '').length;
const kinds = [...new Set(rows.map(({ licence }) => licence))].sort();
console.log(
  `\n${rows.length} packages, ${(total / 1024).toFixed(1)} MB, ${scripts} with an install script: ${kinds.join(', ')}`,
);

const [pack] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as [
  {
    readonly files: readonly { readonly path: string }[];
    readonly size: number;
    readonly unpackedSize: number;
  },
];
console.log(
  `published: ${pack.files.length} files, ${(pack.size / 2 ** 20).toFixed(2)} MB packed, ${(pack.unpackedSize / 2 ** 20).toFixed(2)} MB`,
);
