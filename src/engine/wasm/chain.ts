import { Graph } from '../../graph/graph.ts';
import type { Node } from '../../graph/op.ts';
import { fedNumbers } from '../fed-numbers.ts';
import { isLeaf, type Link, linksOf } from './links.ts';
import { type Plan, planOf, type WasmContext } from './plan.ts';
import type { Template } from './templates.ts';
import { type Wanted, want } from './wanted.ts';

/** At least so many links for each plan, or the whole is planned in one: what goes from link to link is copied. */
const LINKS_A_PLAN = 2;

/**
 * The plan of a chain of links, many of them alike, such as the cells of a network without batch norm: one plan for all that are
 * alike. Null where a computation is no such chain.
 */
export function chainOf(wanted: Wanted, context: WasmContext): Plan | null {
  const links = linksOf(wanted);
  if (!links) return null;
  // One of each kind, whichever.
  const kinds = new Map(links.map((link) => [link.label, link]));
  if (kinds.size * LINKS_A_PLAN > links.length) return null;
  const templates = new Map<string, Template>();
  for (const [label, link] of kinds) {
    const make = () => templateOf(link, wanted.deciding, context);
    templates.set(label, context.templates.get(label, make));
  }

  const results = new Map<Node, Float32Array | Float64Array>();
  return {
    run(feed) {
      let passed = new Map<Node, Float32Array | Float64Array>();
      links.forEach((link, index) => {
        const { plan, places, results: made } = templates.get(link.label)!;
        plan.run((input) => {
          const node = link.fed[places.get(input)!]!;
          return isLeaf(node)
            ? fedNumbers(node as Node<'input'> | Node<'parameter'>, feed)
            : passed.get(node)!;
        });
        passed = new Map();
        link.results.forEach((node, i) => {
          if (wanted.outputs.has(node)) results.set(node, plan.valueOf(made[i]!));
          const room = (size: number) => context.rooms.of(index, i, size);
          passed.set(node, results.get(node) ?? plan.valueOf(made[i]!, room));
        });
      });
    },
    valueOf: (node) => results.get(node)!,
  };
}

/** Plans a link by itself, in a graph of its own. */
function templateOf(link: Link, deciding: ReadonlySet<Node>, context: WasmContext): Template {
  const graph = new Graph();
  const inputs = link.fed.map(({ shape }, i) => graph.input(String(i), shape));
  const copies = new Map<Node, Node>(link.fed.map((node, i) => [node, inputs[i]!]));
  const own = new Set<Node>();
  for (const node of link.nodes) {
    const from = node.inputs.map((input) => copies.get(input)!);
    const copy = graph.make(node.op, from, node.attrs);
    copies.set(node, copy);
    if (deciding.has(node)) own.add(copy);
  }
  const results = link.results.map((node) => copies.get(node)!);
  return {
    plan: planOf(want(results, context.small, own), context),
    places: new Map(inputs.map((input, i) => [input, i])),
    results,
  };
}
