import type { ArchScores } from '../run/score-config.ts';

/** Counts failures, so that the end of a run can tell each kind once, however many architectures it struck. */
export interface FailureTally {
  /** Architectures with some failed score. */
  readonly failed: number;
  add(result: ArchScores): void;
  /** One line a kind: how many architectures, which proxies, and the message of the first. */
  lines(): string[];
}

interface Kind {
  readonly code: string;
  readonly first: string;
  readonly proxies: Set<string>;
  archs: number;
}

export function failureTally(): FailureTally {
  const kinds = new Map<string, Kind>();
  let failed = 0;
  return {
    get failed() {
      return failed;
    },
    add({ scores }) {
      const struck = new Set<Kind>();
      for (const [proxy, outcome] of Object.entries(scores)) {
        if (outcome.status !== 'failed') continue;
        const { code, message } = outcome;
        const kind = kinds.get(code) ?? { code, first: message, proxies: new Set<string>(), archs: 0 };
        kinds.set(code, kind);
        kind.proxies.add(proxy);
        struck.add(kind);
      }
      for (const kind of struck) kind.archs += 1;
      if (struck.size > 0) failed += 1;
    },
    lines: () =>
      [...kinds.values()].map(({ code, first, proxies, archs }) => {
        const number = `${archs} architecture${archs === 1 ? '' : 's'}`;
        return `${code} on ${number} (${[...proxies].join(', ')}): ${first}`;
      }),
  };
}
