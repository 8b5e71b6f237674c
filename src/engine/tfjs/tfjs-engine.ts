import type { Engine } from '../engine.ts';
import { type Binding, INSTALL_TENSORFLOW, installedBindings } from './bindings.ts';
import { compileProgram } from './program.ts';

export interface TensorFlowEngine extends Engine {
  readonly binding: Binding;
  /** Why a faster binding that is installed does not compute: one sentence each. */
  readonly notes: readonly string[];
}

/**
 * TensorFlow.js on the first of these bindings that can be had, loaded when called.
 * @param candidates the installed ones, fastest first, unless given
 * @throws {Error} where none can be had, with the reason of each
 */
export async function openTfjsEngine(
  candidates: readonly Binding[] = installedBindings().map(({ binding }) => binding),
): Promise<TensorFlowEngine> {
  const notes: string[] = [];
  for (const binding of candidates) {
    try {
      const listening = listeners();
      const tf = await binding.load();
      // Without it the core recommends other bindings on the standard error of the program that uses this library.
      tf.enableProdMode();
      if (!(await tf.setBackend(binding.backend)))
        throw new Error(`its backend ${binding.backend} does not start`);
      await tf.ready();
      removeOthers(listening);
      return {
        id: 'tfjs',
        details: { precision: 'float32', tfjs: tf.version_core, binding: binding.module },
        binding,
        notes,
        compile(outputs) {
          const program = compileProgram(outputs, tf);
          return {
            run(feed) {
              // One backend is current at a time, and another engine may have set its own.
              void tf.setBackend(binding.backend);
              return program.run(feed);
            },
          };
        },
      };
    } catch (error) {
      notes.push(`${binding.module} cannot be used: ${firstLine(error)}`);
    }
  }
  throw new Error(
    notes.length === 0 ? `no binding of TensorFlow.js is installed: ${INSTALL_TENSORFLOW}` : notes.join('; '),
  );
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n')[0]!;

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

const listeners = () => EVENTS.map((event) => process.rawListeners(event));

/** The wasm binding listens for every error of the process, to throw it again with a screenful of its own source. */
function removeOthers(before: ReturnType<typeof listeners>): void {
  for (const [i, event] of EVENTS.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (!before[i]!.includes(listener)) process.removeListener(event, listener as () => void);
    }
  }
}
