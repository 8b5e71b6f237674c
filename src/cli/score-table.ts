import type { Outcome } from '../outcome.ts';
import type { ArchScores } from '../run/score-config.ts';
import { textTable } from './text-table.ts';

/** Scores for the eye: one line an architecture, one column a proxy, six significant digits. */
export function scoreTable(proxies: readonly string[], results: readonly ArchScores[]): string {
  const rows = results.map(({ arch, seconds, scores }) => [
    arch,
    ...proxies.map((proxy) => cellOf(scores[proxy])),
    seconds.toFixed(3),
  ]);
  const numbers = new Set(Array.from({ length: proxies.length + 1 }, (_, index) => index + 1));
  return textTable(['arch', ...proxies, 'seconds'], rows, numbers);
}

function cellOf(outcome: Outcome | undefined): string {
  switch (outcome?.status) {
    case 'ok':
      return Number.isInteger(outcome.value) ? String(outcome.value) : outcome.value.toPrecision(6);
    case 'nonfinite':
      return outcome.value;
    case 'skipped':
      return 'skipped';
    case 'failed':
      return `failed: ${outcome.code}`;
    default:
      return '';
  }
}
