import { openScoreFile } from '../table/score-writer.ts';
import type { Protocol } from './provenance.ts';
import type { ArchScores } from './score-config.ts';

/** A score file that a run appends to. */
export interface ScoreOutput {
  /** Architectures that it held when it was opened: the first of the plan. */
  readonly done: number;
  /** Takes the next result of the plan. It is on the disk half a second later at most, unless the disk is slower. */
  add(result: ArchScores): Promise<void>;
  /** The last result is in: brings the file into its final form. */
  finish(): Promise<void>;
  /** Writes what is left and gives the file free. */
  close(): Promise<void>;
}

/** Each flush waits for the disk, so results that come fast are written together. */
const FLUSH_AFTER_MS = 500;

/**
 * Opens the output of a run, begun or not; `indexOf` numbers its architectures.
 * Throws {@link InputError} where it is another run's or no score file.
 */
export async function openScoreOutput(
  path: string,
  protocol: Protocol,
  indexOf: (arch: string) => number,
): Promise<ScoreOutput> {
  const columns = protocol.proxies.map(({ name }) => name);
  const file = await openScoreFile(path, { columns, protocol: { ...protocol } });
  let timer: NodeJS.Timeout | undefined;
  let broken: { readonly error: unknown } | undefined;
  const flushSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      file.flush().catch((error: unknown) => {
        broken ??= { error };
      });
    }, FLUSH_AFTER_MS);
  };
  return {
    done: file.rowsDone,
    async add({ arch, seconds, scores }) {
      if (broken !== undefined) throw broken.error;
      await file.append([{ arch, index: indexOf(arch), seconds, scores }]);
      flushSoon();
    },
    finish: () => file.finish(),
    async close() {
      clearTimeout(timer);
      await file.close();
    },
  };
}
