import { expect, test } from 'vitest';
import { fuzz } from './run-fuzz.ts';
import { TARGETS } from './targets.ts';

/** `npm run fuzz` tries many more. */
const INPUTS = 25;

// The first, since the process' most memory so far is what it must go beyond.
test.each([
  ['fills buffers', 'took too much memory', { megabytes: 100 }],
  ['throws', 'threw something else than an InputError', {}],
  ['loops', 'ran for too long', { seconds: 2 }],
  ['hoards', 'ended its thread', { megabytes: 100 }],
  ['writes elsewhere', 'touched something outside its folder', {}],
  ['runs text', 'touched something outside its folder', {}],
  ['starts a program', 'touched something outside its folder', {}],
])('a reader that %s is found out, at the input that makes it', async (name, what, limits) => {
  const targets = new URL('./faulty-targets.ts', import.meta.url);
  const [result] = await fuzz([{ target: name, first: 5, end: 6 }], { targets, ...limits });
  expect(result!.findings.map((finding) => [finding.what, finding.input])).toContainEqual([what, 5]);
});

test('after a reader that ends its thread the others go on', async () => {
  const targets = new URL('./faulty-targets.ts', import.meta.url);
  const turns = ['throws', 'loops', 'runs text'].map((target) => ({ target, first: 5, end: 6 }));
  const results = await fuzz(turns, { targets, seconds: 2 });
  expect(results.map(({ target, findings }) => [target, findings[0]?.input])).toEqual(
    turns.map(({ target }) => [target, 5]),
  );
});

test('damaged inputs are taken or refused in one line, whatever the reader and whatever they hold', async () => {
  const turns = TARGETS.map(({ name, share = 1 }) => ({
    target: name,
    first: 0,
    end: Math.ceil(INPUTS * share),
  }));
  const results = await fuzz(turns);
  expect(results.map(({ target, inputs }) => [target, inputs])).toEqual(
    turns.map(({ target, end }) => [target, end]),
  );
  expect(results.flatMap(({ findings }) => findings)).toEqual([]);
});
