/**
 * Gives every reader damaged inputs, the same for the same numbers, and tells what none may cause: an exception that is
 * no InputError, a hang, memory without end, a file outside its folder, text run as a program.
 *   npm run fuzz -- [--inputs 100000] [--seed 0] [--only NAME] [--at INPUT]
 * NAME is a reader, or what the names of several begin with, such as "import of". `--at` writes that one input of it to stdout.
 */
import { parseArgs } from 'node:util';
import { damaged } from '../test/fuzz/damage.ts';
import { fuzz } from '../test/fuzz/run-fuzz.ts';
import { TARGETS } from '../test/fuzz/targets.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '0' },
    only: { type: 'string' },
    at: { type: 'string' },
  },
});
const targets = TARGETS.filter(
  ({ name }) => values.only === undefined || name === values.only || name.startsWith(`${values.only} `),
);
if (targets.length === 0) {
  process.stderr.write(`--only: one of ${TARGETS.map(({ name }) => JSON.stringify(name)).join(', ')}\n`);
  process.exit(2);
}
if (values.at !== undefined) {
  const { seeds, refused } = targets[0]!;
  process.stdout.write(damaged([...(await seeds()), ...(refused?.() ?? [])], Number(values.at)));
} else {
  const shares = targets.reduce((sum, { share = 1 }) => sum + share, 0);
  // Seeds are far apart, so that their inputs are others.
  const first = Number(values.seed) * 1e7;
  const line = (name: string, ...cells: readonly (string | number)[]): void => {
    process.stdout.write(`${name.padEnd(52)}${cells.map((cell) => String(cell).padStart(10)).join('')}\n`);
  };
  line('reader', 'inputs', 'taken', 'findings', 'seconds');
  const sums = [0, 0, 0];
  for (const { name, share = 1 } of targets) {
    const began = performance.now();
    const count = Math.ceil((Number(values.inputs) * share) / shares);
    const [result] = await fuzz([{ target: name, first, end: first + count }]);
    const { inputs, taken, findings } = result!;
    line(name, inputs, taken, findings.length, ((performance.now() - began) / 1000).toFixed(1));
    for (const [i, number] of [inputs, taken, findings.length].entries()) sums[i]! += number;
    for (const { input, what, detail } of findings.slice(0, 5))
      process.stdout.write(`  input ${input} ${what}: ${detail}\n`);
  }
  line('all', ...sums);
  process.exitCode = sums[2]! > 0 ? 1 : 0;
}
