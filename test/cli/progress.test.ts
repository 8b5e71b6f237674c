import { expect, test } from 'vitest';
import { showProgress } from '../../src/cli/progress.ts';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 50, write: (text: string) => written.push(text), written };
}

test('piped: the first line, the last line, and one each ten seconds between', () => {
  const sink = recorder(false);
  let clock = 0;
  const progress = showProgress(sink, () => clock);
  progress.begin(0, 100);
  for (let done = 1; done <= 100; done += 1) {
    clock += 250;
    progress.scored(done, 'arch');
  }
  progress.end();
  expect(sink.written).toEqual([
    '0/100  0s elapsed\n',
    '40/100  4.00/s  10s elapsed  15s left\n',
    '80/100  4.00/s  20s elapsed  5s left\n',
    '100/100  4.00/s  25s elapsed\n',
  ]);
});

test('a terminal: one line rewritten, at most ten times a second, never wider than the screen', () => {
  const sink = recorder(true);
  let clock = 0;
  const progress = showProgress(sink, () => clock);
  progress.begin(0, 1000);
  for (let done = 1; done <= 1000; done += 1) {
    clock += 5;
    progress.scored(done, '|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|');
  }
  progress.end();
  expect(sink.written.length).toBeLessThanOrEqual(1 + 50 + 2);
  expect(sink.written.length).toBeGreaterThan(45);
  for (const text of sink.written.slice(0, -1)) {
    expect(text.startsWith('\r')).toBe(true);
    expect(text.endsWith('\x1b[K')).toBe(true);
    expect(text.length - 1 - '\x1b[K'.length).toBeLessThan(50);
  }
  expect(sink.written.at(-1)).toBe('\n');
  expect(sink.written.at(-2)).toContain('1000/1000');
});

test('what a resumed run had already does not count for the rate', () => {
  const sink = recorder(false);
  let clock = 0;
  const progress = showProgress(sink, () => clock);
  progress.begin(900, 1000);
  clock = 10_000;
  progress.scored(950, 'arch');
  expect(sink.written).toEqual(['900/1000  0s elapsed\n', '950/1000  5.00/s  10s elapsed  10s left\n']);
});
