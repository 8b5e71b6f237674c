import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const isSource = import.meta.url.endsWith('.ts');

/** The folder of this package: sources, build and what is joined of it lie at different depths below it. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/**
 * A module of this package that runs by itself, in a thread or a process: of the sources, if this one is, or of `dist/`.
 * @param path from the package's folder, without an extension: `src/run/worker`; written in full, so that the build finds it
 */
export function ownModule(path: string): URL {
  return pathToFileURL(join(packageFolder(), isSource ? `${path}.ts` : `dist/${path}.js`));
}

/** What Node is told to run such a module. Node 20 reads no TypeScript: from the sources (tests, scripts) it loads tsx first. */
export function nodeFlagsFor(module: URL): string[] {
  if (!module.href.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}
