import { createRequire, syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';

type Callable = (...args: unknown[]) => unknown;
type Namespace = Record<string, unknown>;

const load = createRequire(import.meta.url);

/** What changes the file system at the path of its first argument. */
const WRITERS = [
  ...['appendFile', 'chmod', 'chown', 'cp', 'copyFile', 'lchown', 'link', 'lutimes', 'mkdir', 'mkdtemp'],
  ...['rename', 'rm', 'rmdir', 'symlink', 'truncate', 'unlink', 'utimes', 'writeFile', 'createWriteStream'],
];

/** What runs other programs or text as a program, or talks to others. */
const RUNNERS: readonly (readonly [module: string, names: readonly string[]])[] = [
  ['node:child_process', ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']],
  ['node:vm', ['compileFunction', 'runInContext', 'runInNewContext', 'runInThisContext', 'Script']],
  ['node:net', ['connect', 'createConnection', 'createServer']],
  ['node:http', ['get', 'request']],
  ['node:https', ['get', 'request']],
];

/**
 * Tells of whatever this thread does from now on to files outside `folder`, to other programs, to the network, and of
 * text that is run as a program. `ours`: programs of this folder may be started, as readers in a process of their own.
 */
export function guard(folder: string, ours: string, tell: (what: string) => void): void {
  const within = (path: unknown, parent: string): boolean =>
    typeof path === 'number' || `${resolve(pathOf(path))}${sep}`.startsWith(`${resolve(parent)}${sep}`);
  const watch = (module: Namespace, name: string, isAllowed: (args: readonly unknown[]) => boolean): void => {
    const original = module[name];
    if (typeof original !== 'function') return;
    const check = (args: readonly unknown[]): void => {
      if (!isAllowed(args)) tell(`${name}(${String(args[0]).slice(0, 200)})`);
    };
    module[name] = new Proxy(original as Callable, {
      apply(target, self, args: unknown[]) {
        check(args);
        return Reflect.apply(target, self, args) as unknown;
      },
      construct(target, args: unknown[], made) {
        check(args);
        return Reflect.construct(target, args, made) as object;
      },
    });
  };
  for (const files of [load('node:fs'), load('node:fs/promises')] as Namespace[]) {
    for (const name of WRITERS)
      for (const form of [name, `${name}Sync`]) watch(files, form, ([path]) => within(path, folder));
    for (const name of ['open', 'openSync']) {
      watch(
        files,
        name,
        ([path, flags]) => flags === undefined || flags === 'r' || flags === 0 || within(path, folder),
      );
    }
  }
  for (const [module, names] of RUNNERS)
    for (const name of names)
      watch(load(module) as Namespace, name, ([program]) => name === 'fork' && within(program, ours));
  const world = globalThis as unknown as Namespace;
  for (const name of ['eval', 'Function', 'fetch']) watch(world, name, () => false);
  Function.prototype.constructor = globalThis.Function;
  syncBuiltinESMExports();
}

function pathOf(path: unknown): string {
  if (path instanceof URL) return path.pathname;
  return Buffer.isBuffer(path) ? path.toString() : String(path);
}
