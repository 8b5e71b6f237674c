import type { Description, Fact } from '../description.ts';
import type { Skeleton } from '../space.ts';
import { canonicalCode } from './canonical.ts';
import { macs, params, suiteFlops } from './counts.ts';
import { neighbours } from './neighbours.ts';
import { type Cell, EDGES, format } from './notation.ts';
import { cellOf, codeOf, indexAt, SIZE } from './official-order.ts';
import { isConnected, unreachable } from './reachability.ts';

const NODE_NAMES = ['input', 'node 1', 'node 2', 'output'] as const;

/** A cell for a reader: its nodes as sums of operations, and what is known of it without computing anything. */
export function describe(cell: Cell, skeleton: Skeleton): Description {
  return { drawing: drawing(cell), facts: [...facts(cell), ...costs(cell, skeleton)] };
}

/** A line for each node: the sum of what its edges bring, `none` left out, and what is unreachable in brackets. */
function drawing(cell: Cell): string[] {
  const vain = new Set(unreachable(cell));
  return NODE_NAMES.slice(1).map((name, node) => {
    const terms = EDGES.flatMap((edge, at) => {
      if (edge.target !== node + 1 || cell.ops[at] === 'none') return [];
      const term = edgeText(cell, at);
      return [vain.has(at) ? `[${term}]` : term];
    });
    return `${name} = ${terms.length === 0 ? '0' : terms.join(' + ')}`;
  });
}

function edgeText(cell: Cell, edge: number): string {
  return `${cell.ops[edge]}(${NODE_NAMES[EDGES[edge]!.source]})`;
}

function facts(cell: Cell): Fact[] {
  const code = codeOf(cell);
  const index = indexAt(code);
  const canonical = canonicalCode(code);
  const canonicalArch = format(cellOf(canonical));
  const vain = unreachable(cell).map(
    (edge) => `${edgeText(cell, edge)} into ${NODE_NAMES[EDGES[edge]!.target]}`,
  );
  const connected = isConnected(cell);
  return [
    { key: 'index', label: 'official index', value: index, text: `${index} (of 0 to ${SIZE - 1})` },
    {
      key: 'canonical',
      label: 'canonical form',
      value: canonicalArch,
      text: canonical === code ? 'this one' : `${canonicalArch} (index ${indexAt(canonical)})`,
    },
    {
      key: 'connected',
      label: 'connected',
      value: connected,
      text: connected ? 'yes' : 'no: nothing of the image reaches the output',
    },
    {
      key: 'unreachable',
      label: 'unreachable',
      value: vain,
      text: vain.length === 0 ? 'no operation' : vain.join(', '),
    },
    {
      key: 'neighbours',
      label: 'neighbours',
      value: neighbours(cell).length,
      text: '24, each one operation away',
    },
  ];
}

function costs(cell: Cell, skeleton: Skeleton): Fact[] {
  const { size } = skeleton;
  const million = (value: number) => `${(value / 1e6).toFixed(3)} M for one ${size}x${size} image`;
  const multiplies = macs(cell, skeleton);
  const flops = suiteFlops(cell, skeleton);
  return [
    {
      key: 'params',
      label: 'parameters',
      value: params(cell, skeleton),
      text: params(cell, skeleton).toLocaleString('en-US'),
    },
    { key: 'macs', label: 'MACs', value: multiplies, text: million(multiplies) },
    { key: 'flops', label: 'FLOPs', value: 2 * multiplies, text: `${million(2 * multiplies)} (2 x MACs)` },
    {
      key: 'suiteFlopsMillions',
      label: 'suite flops',
      value: flops,
      text: `${flops.toFixed(3)} M as NAS-Bench-Suite-Zero counts them`,
    },
  ];
}
