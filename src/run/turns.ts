/** Lets jobs run side by side, and one that asks for it alone. */
export interface Turns {
  /** Runs a job beside others, as soon as none is alone. */
  beside<Result>(job: () => Promise<Result>): Promise<Result>;
  /** Runs a job when all others have ended, and holds back those that come meanwhile. */
  alone<Result>(job: () => Promise<Result>): Promise<Result>;
}

export function makeTurns(): Turns {
  const active = new Set<Promise<unknown>>();
  let gate: Promise<void> = Promise.resolve();
  return {
    async beside(job) {
      for (let passed: Promise<void> | undefined; passed !== gate; ) {
        passed = gate;
        await passed;
      }
      const running = job();
      active.add(running);
      try {
        return await running;
      } finally {
        active.delete(running);
      }
    },
    async alone(job) {
      const before = gate;
      let open = (): void => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      try {
        await before;
        await Promise.allSettled(active);
        return await job();
      } finally {
        open();
      }
    },
  };
}
