/** Where progress goes: stderr, or a recorder in tests. */
export interface ProgressSink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /**
   * `start` were done before this sitting began, and do not count for the rate; `total` is undefined where only the end
   * will tell.
   */
  begin(start: number, total: number | undefined): void;
  scored(done: number, arch: string): void;
  /** Leaves the last state behind, on a line of its own. */
  end(): void;
}

/** On a terminal one line is rewritten, at most ten times a second; elsewhere lines are rare. */
const TERMINAL_MS = 100;
const PLAIN_MS = 10_000;

export const SILENT: Progress = { begin() {}, scored() {}, end() {} };

/** Shows done of total, rate, time gone, time left and the last architecture. */
export function showProgress(sink: ProgressSink, now: () => number = () => performance.now()): Progress {
  const every = sink.isTTY === true ? TERMINAL_MS : PLAIN_MS;
  let start = 0;
  let total: number | undefined = 0;
  let done = 0;
  let last = '';
  let began = 0;
  let shownAt = Number.NEGATIVE_INFINITY;
  let shownDone = -1;
  const show = (): void => {
    shownAt = now();
    shownDone = done;
    const elapsed = (shownAt - began) / 1000;
    const rate = elapsed > 0 ? (done - start) / elapsed : 0;
    const parts = [total === undefined ? String(done) : `${done}/${total}`];
    if (rate > 0) parts.push(`${rate.toPrecision(3)}/s`);
    parts.push(`${duration(elapsed)} elapsed`);
    if (rate > 0 && total !== undefined && done < total)
      parts.push(`${duration((total - done) / rate)} left`);
    // Some terminals report no width at all.
    const width = (sink.columns || 80) - 1;
    const line = parts.join('  ');
    if (sink.isTTY !== true) sink.write(`${line}\n`);
    else sink.write(`\r${shorten(last === '' ? line : `${line}  ${last}`, width)}\x1b[K`);
  };
  return {
    begin(alreadyDone, all) {
      [start, done, total, began] = [alreadyDone, alreadyDone, all, now()];
      show();
    },
    scored(nowDone, arch) {
      [done, last] = [nowDone, arch];
      if (now() - shownAt >= every) show();
    },
    end() {
      if (shownDone !== done) show();
      if (sink.isTTY === true) sink.write('\n');
    },
  };
}

/** Keeps the beginning: `|nor_conv_3x3~0|+|…`. */
function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Seconds for the eye: `7s`, `3m05s`, `2h04m`. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${two(Math.floor((whole % 3600) / 60))}m`;
}
