import { Graph } from '../../graph/graph.ts';
import { NodeTable } from '../../graph/node-table.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/shape.ts';
import { fedNumbers } from '../fed-numbers.ts';
import { aligned } from './arena.ts';
import { Layouts } from './layouts.ts';
import { isLeaf, linksOf } from './links.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { PASSED_BYTES, PASSED_START, type Plan, planOf, type WasmContext } from './plan.ts';
import { type Template, Templates } from './templates.ts';
import { type Layout, placeAt } from './tensor.ts';
import { copyTo } from './transfer.ts';
import { type Wanted, want } from './wanted.ts';

/** Pieces of more nodes, such as the norm of all weights, are hardly another network's: their plans go with the network. */
const MOST_SHARED = 24;
/** At least so many pieces for each plan, or the whole is planned in one, with fewer passes. */
const PIECES_A_PLAN = 2;

/**
 * The plan of a chain of links, many of them alike, such as the cells of a network without batch norm, piece by piece: one plan
 * for all pieces that are alike, of this network and of those before. Null where a computation is no such chain.
 */
export function chainOf(wanted: Wanted, context: WasmContext): Plan | null {
  const { needed, roles } = wanted;
  // What is another's memory under another shape would have to move with it.
  if (needed.some((node) => roles.of(node) === 'alias')) return null;
  const links = linksOf(wanted);
  if (!links) return null;
  const layouts = new Layouts(needed, roles);
  const pieces = piecesOf(wanted, links, layouts);
  const kinds = new Set(pieces.map(({ label }) => label));
  if (kinds.size * PIECES_A_PLAN > pieces.length) return null;
  const isPassed = (node: Node) => !isLeaf(node) && !roles.onHost(node);
  const addresses = passedTensors(pieces, wanted.outputs, isPassed, layouts);
  if (!addresses) return null;

  const isShared = ({ nodes }: Piece) => nodes.length <= MOST_SHARED;
  const ofThisAlone = new Templates();
  const templates = pieces.map((piece) => {
    const make = () => templateOf(piece, isPassed, layouts, wanted.deciding, context);
    return (isShared(piece) ? context.templates : ofThisAlone).get(piece.label, make);
  });
  const bytesOf = (node: Node) => (isPassed(node) ? layouts.of(node).bytes : 0);

  return {
    run(feed) {
      const graph = needed[0]?.graph;
      const host = new NodeTable<Float32Array | Float64Array>(graph);
      /** Of what need not be computed, or not again. */
      const kept = new NodeTable<number>(graph);
      const addressOf = (node: Node) => kept.get(node) ?? addresses.get(node)!;
      const compute = ({ fed, results }: Piece, { plan, inputs, guests, ofHost }: Template) => {
        for (const { tensor, place } of guests.fed) tensor.moveTo(addressOf(fed[place]!));
        for (const { tensor, place } of guests.results) tensor.moveTo(addressOf(results[place]!));
        const resultOf = plan.run((input) => {
          const node = fed[inputs.indexOf(input)]!;
          if (!isLeaf(node)) return host.get(node)!;
          return fedNumbers(node as Node<'input'> | Node<'parameter'>, feed);
        });
        for (const { made, place } of ofHost) host.set(results[place]!, resultOf(made));
      };
      const settle = context.beginnings.open({ host, addresses: kept }, feed, bytesOf);
      pieces.forEach((piece, index) => {
        const template = templates[index]!;
        if (isShared(piece)) settle(piece, () => compute(piece, template));
        else compute(piece, template);
      });
      return (node) => {
        const place = () => placeAt(layouts.of(node), addressOf(node));
        return host.get(node) ?? copyTo(new Float32Array(sizeOf(node.shape)), context.memory, place());
      };
    },
  };
}

/**
 * Where the tensors lie that go from piece to piece: each takes the room of one of its size that no piece reads any more, the one
 * left last, as that is in the cache. Null where there is not enough for all.
 */
function passedTensors(
  pieces: readonly Piece[],
  outputs: ReadonlySet<Node>,
  isPassed: (node: Node) => boolean,
  layouts: Layouts,
): NodeTable<number> | null {
  const graph = pieces[0]?.nodes[0]?.graph;
  const lastRead = new NodeTable<number>(graph);
  pieces.forEach(({ fed }, index) => {
    for (const node of fed) lastRead.set(node, index);
  });
  const addresses = new NodeTable<number>(graph);
  const free = new Map<number, number[]>();
  const roomsOf = (bytes: number): number[] => {
    const known = free.get(bytes);
    if (known) return known;
    const rooms: number[] = [];
    free.set(bytes, rooms);
    return rooms;
  };
  let end = PASSED_START;
  for (const [index, { fed, results }] of pieces.entries()) {
    for (const node of results) {
      if (!isPassed(node)) continue;
      const { bytes } = layouts.of(node);
      const room = roomsOf(bytes).pop();
      addresses.set(node, room ?? end);
      if (room === undefined) end = aligned(end + bytes);
    }
    for (const node of fed) {
      const isLast = lastRead.get(node) === index && !outputs.has(node);
      if (isPassed(node) && isLast) roomsOf(layouts.of(node).bytes).push(addresses.get(node)!);
    }
  }
  return end <= PASSED_START + PASSED_BYTES ? addresses : null;
}

/** Plans a piece by itself, in a graph of its own. */
function templateOf(
  piece: Piece,
  isPassed: (node: Node) => boolean,
  layouts: Layouts,
  deciding: ReadonlySet<Node>,
  context: WasmContext,
): Template {
  const graph = new Graph();
  const inputs = piece.fed.map(({ shape }, i) => graph.input(String(i), shape));
  const copies = new Map<Node, Node>(piece.fed.map((node, i) => [node, inputs[i]!]));
  const own = new Set<Node>();
  for (const node of piece.nodes) {
    const from = node.inputs.map((input) => copies.get(input)!);
    const copy = graph.make(node.op, from, node.attrs);
    copies.set(node, copy);
    if (deciding.has(node)) own.add(copy);
  }
  const results = piece.results.map((node) => copies.get(node)!);
  const layoutsOfGuests = new Map<Node, Layout>();
  for (const node of [...piece.fed, ...piece.results]) {
    if (isPassed(node)) layoutsOfGuests.set(copies.get(node)!, layouts.of(node));
  }
  const plan = planOf(want(results, context.small, own), context, layoutsOfGuests);
  const guestsOf = (nodes: readonly Node[]) =>
    nodes.flatMap((node, place) =>
      isPassed(node) ? [{ place, tensor: plan.guest(copies.get(node)!) }] : [],
    );
  return {
    plan,
    inputs,
    guests: { fed: guestsOf(piece.fed), results: guestsOf(piece.results) },
    ofHost: results
      .map((made, place) => ({ made, place }))
      .filter(({ place }) => !isPassed(piece.results[place]!)),
  };
}
