import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { ENGINE_DEFINITIONS } from '../../src/run/engines.ts';
import { operationSupport, proxySupport } from '../../src/run/support.ts';
import { findSpace } from '../../src/spaces/index.ts';

it('the README holds the tables that `nasprobe doctor --support --format markdown` prints', () => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const held = /<!-- nasprobe doctor --support --format markdown -->\n([\s\S]*?)<!-- end -->/.exec(text)?.[1];
  expect(held?.trim()).toBe(
    [operationSupport(), proxySupport()]
      .map((table) => renderMarkdown(table))
      .join('\n')
      .trim(),
  );
});

it('an engine without a lowering is left out of what needs it', () => {
  const wasm = ENGINE_DEFINITIONS[0]!;
  const others = ENGINE_DEFINITIONS.slice(1);
  const lame = {
    ...wasm,
    supports: (op: Parameters<typeof wasm.supports>[0]) =>
      op === 'agreement' ? undefined : ('own' as const),
  };
  const engines = [lame, ...others];
  const rows = operationSupport(engines).groups[0]!.rows;
  expect(rows.find(({ name }) => name === 'agreement')!.cells[0]).toEqual({ value: '–' });
  const byName = new Map(
    proxySupport([findSpace('nasbench201')], engines).groups[0]!.rows.map(({ name, cells }) => [
      name,
      cells[0]!.value,
    ]),
  );
  expect(byName.get('grad_norm')).toBe('all');
  expect(byName.get('nwot')).toBe(others.map(({ name }) => name).join(', '));
});
