import type { InferenceSession } from 'onnxruntime-node';
import type { Runtime } from './program.ts';

/** A session whose runs wait for those of the others of its device. */
export interface Session {
  run(feeds: InferenceSession.FeedsType): Promise<InferenceSession.ReturnType>;
  release(): Promise<void>;
}

export type OpenSession = (model: Uint8Array) => Promise<Session>;

/** Only errors that stop everything: others are thrown, and would be printed besides. */
const FATAL = 4;

/** What ONNX Runtime says where a provider lacks an operator and the processor may not stand in. */
const FALLS_BACK = /assigned to the default CPU EP/;

/**
 * Opens sessions with these options.
 * @param note for a GPU: told once that operators fall back on the processor, which ONNX Runtime does silently
 */
export function sessionsOn(
  runtime: Runtime,
  options: InferenceSession.SessionOptions,
  note: ((text: string) => void) | undefined,
): OpenSession {
  const lenient = { ...options, logSeverityLevel: FATAL } as const;
  if (note === undefined) return (model) => runtime.InferenceSession.create(model, lenient);
  const strict = { ...lenient, extra: { session: { disable_cpu_ep_fallback: '1' } } };
  let fallsBack = false;
  let before: Promise<unknown> = Promise.resolve();
  return async (model) => {
    const session = await create();
    return {
      run(feeds) {
        const own = before.then(() => session.run(feeds));
        before = own.catch(() => {});
        return own;
      },
      release: () => session.release(),
    };

    async function create(): Promise<InferenceSession> {
      if (fallsBack) return runtime.InferenceSession.create(model, lenient);
      try {
        return await runtime.InferenceSession.create(model, strict);
      } catch (error) {
        if (!FALLS_BACK.test((error as Error).message)) throw error;
        if (!fallsBack)
          note!('some operators of these networks fall back on the processor: this GPU provider lacks them');
        fallsBack = true;
        return runtime.InferenceSession.create(model, lenient);
      }
    }
  };
}
