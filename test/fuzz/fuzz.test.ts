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
  const { findings } = await fuzz(name, 5, 1, { targets, ...limits });
  expect(findings.map((finding) => [finding.what, finding.input])).toContainEqual([what, 5]);
});

test.each(TARGETS.map(({ name, share = 1 }) => [name, Math.ceil(INPUTS * share)] as const))(
  '%s: damaged inputs are taken or refused in one line, whatever they hold',
  async (name, inputs) => {
    const { findings } = await fuzz(name, 0, inputs);
    expect(findings).toEqual([]);
  },
);
