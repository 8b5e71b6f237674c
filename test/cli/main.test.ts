import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { PROXIES } from '../../proxies/index.ts';
import { nasprobe } from './nasprobe.ts';

test('--version is the package version', async () => {
  expect(await nasprobe(['--version'])).toMatchObject({
    code: 0,
    stdout: `${packageJson.version}\n`,
    stderr: '',
  });
});

test.each([[[]], [['--help']], [['help']]])('%j lists the commands on stdout', async (args) => {
  const { code, stdout, stderr } = await nasprobe(args);
  expect(code).toBe(0);
  expect(stderr).toBe('');
  for (const name of 'score rank table plot report screen curves predict train supernet merge'.split(' ')) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  }
});

test.each([
  [['scor'], /^nasprobe: unknown command 'scor' \(Did you mean score\?\)\n$/],
  [['--verion'], /^nasprobe: unknown option '--verion' \(Did you mean --version\?\)\n$/],
  [['proxies', 'extra'], /^nasprobe: too many arguments for 'proxies'[^\n]*\n$/],
])('%j is a usage error in one line', async (args, line) => {
  const { code, stdout, stderr } = await nasprobe(args);
  expect(stderr).toMatch(line);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test.each([['score'], ['curves']])('help %s says what `%s --help` says', async (name) => {
  const { code, stdout } = await nasprobe(['help', name]);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: nasprobe ${name} \\[`));
  expect(await nasprobe([name, '--help'])).toMatchObject({ code: 0, stdout });
});

test('proxies lists every one, as a table and as JSON', async () => {
  const { stdout } = await nasprobe(['proxies']);
  expect(stdout.split('\n')[0]).toMatch(/^name +better +cost +least batch +default +citation$/);
  for (const { name } of PROXIES) expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
  const rows = JSON.parse((await nasprobe(['proxies', '--json'])).stdout) as Record<string, unknown>[];
  expect(rows.map(({ name }) => name)).toEqual(PROXIES.map(({ name }) => name));
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(['name', 'title', 'better', 'cost', 'minBatch', 'cite', 'default']);
  }
});
