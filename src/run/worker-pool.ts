import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { nodeFlagsFor } from '../own-files.ts';

/** Worker threads that all run one module, whose default export takes a job and gives (a promise of) its answer. */
export interface WorkerPool<Job, Answer> {
  /** Rejects where the worker throws or dies: workers send the failures they know of as answers. */
  run(job: Job): Promise<Answer>;
  /** Stops the threads, whatever job they are at: it rejects. */
  close(): Promise<void>;
}

/**
 * Starts the threads. What crosses to them and back is cloned, and loses its prototypes.
 * @param atOnce jobs that a thread has under way at a time: more than one where they wait for something outside of it
 */
export function openWorkers<Job, Answer>(
  workerFile: URL,
  workers: number,
  atOnce = 1,
): WorkerPool<Job, Answer> {
  const execArgv = nodeFlagsFor(workerFile);
  const pool = new Piscina({
    filename: fileURLToPath(workerFile),
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: atOnce,
    ...(execArgv.length > 0 ? { execArgv } : {}),
  });
  const loaded = Promise.all(pool.threads.map(untilLoaded));
  // A thread that dies between two jobs is replaced; nobody waits for it, so there is nothing to tell.
  pool.on('error', () => {});
  return {
    run: (job) => pool.run(job) as Promise<Answer>,
    async close() {
      // Node 20 aborts the process where a thread is stopped in the middle of loading its modules.
      for (const thread of pool.threads) thread.ref();
      await loaded;
      await pool.destroy();
    },
  };
}

/** Until a thread says that its module is there, the first thing that it says, or ends. */
function untilLoaded(thread: Worker): Promise<void> {
  return new Promise((resolve) => {
    thread.once('message', () => resolve());
    thread.once('exit', () => resolve());
  });
}
