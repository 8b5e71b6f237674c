import type { Command } from 'commander';
import type { Description } from '../spaces/description.ts';
import type { Skeleton, Space } from '../spaces/space.ts';

/** `nasprobe spaces`: the search spaces, and one architecture in detail. */
export function addSpaces(spaces: Command): void {
  spaces.option('--json', 'as JSON').action(async (options: { json?: boolean }) => {
    const { SPACES } = await import('../spaces/index.ts');
    print(options.json ? json(SPACES.map(summary)) : SPACES.map(listing).join('\n\n'));
  });
  spaces
    .command('show')
    .description('describe one architecture: its cell, its place in the space, its size')
    .argument('<arch>', "the architecture in the space's notation, in quotes")
    .option('--space <id>', 'the search space', 'nasbench201')
    .option('--json', 'as JSON')
    .action(async (text: string, _options, command: Command) => {
      // Of both levels: commander gives `spaces show ARCH --json` to `spaces`.
      const options = command.optsWithGlobals<{ space: string; json?: boolean }>();
      const { findSpace } = await import('../spaces/index.ts');
      const space = findSpace(options.space);
      const arch = space.parse(text);
      const description = space.describe(arch, space.defaults);
      print(
        options.json
          ? json({
              space: space.id,
              arch,
              ...Object.fromEntries(description.facts.map((fact) => [fact.key, fact.value])),
            })
          : page(space, arch, description),
      );
    });
}

function summary({ id, title, cite, size, notation, defaults }: Space) {
  return { id, title, cite, size, notation, defaults };
}

function listing(space: Space): string {
  return [
    `${space.id}: ${space.title}`,
    ...aligned([
      ['size', `${space.size.toLocaleString('en-US')} architectures`],
      ['notation', space.notation],
      ['defaults', flags(space.defaults)],
      ['published', space.cite],
    ]),
  ].join('\n');
}

function page(space: Space, arch: string, { drawing, facts }: Description): string {
  return [
    arch,
    `${space.title}; ${flags(space.defaults)}`,
    '',
    ...drawing.map((line) => `  ${line}`),
    '',
    ...aligned(facts.map((fact) => [fact.label, fact.text ?? String(fact.value)])),
  ].join('\n');
}

/** The skeleton as the options that give it. */
function flags(skeleton: Skeleton): string {
  return Object.entries(skeleton)
    .map(([name, value]) => `--${name} ${value}`)
    .join(' ');
}

/** Names and values in two columns, indented. */
function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
