import { InputError } from '../../input-error.ts';
import { nearest } from '../../nearest.ts';

/** The operations, in the order of the benchmark's generator. */
export const OPS = ['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3'] as const;

export type OpName201 = (typeof OPS)[number];

/** An edge of the cell, from node `source` to node `target`. Node 0 is the input and node 3 the output. */
export interface Edge {
  readonly source: number;
  readonly target: number;
}

/** The six edges, in the order in which the official string names them. */
export const EDGES: readonly Edge[] = [
  { source: 0, target: 1 },
  { source: 0, target: 2 },
  { source: 1, target: 2 },
  { source: 0, target: 3 },
  { source: 1, target: 3 },
  { source: 2, target: 3 },
];

/** A cell: `ops[i]` is the operation on `EDGES[i]`. */
export interface Cell {
  readonly ops: readonly OpName201[];
}

export const EXAMPLE =
  '|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|';

/** Nodes that receive edges. */
const NODES = 3;
/** Far above any cell of this notation (95 characters), so that messages may still say what is wrong with near misses. */
const LONGEST = 256;

/** Each operation as it is written on each edge, with what stands between it and the next. */
const WRITTEN = ['~0|+|', '~0|', '~1|+|', '~0|', '~1|', '~2|'].map(
  (separator) => Object.fromEntries(OPS.map((op) => [op, op + separator])) as Record<OpName201, string>,
);

/** The official string of a cell: `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`. */
export function format({ ops }: Cell): string {
  return ops.reduce((text, op, edge) => text + WRITTEN[edge]![op], '|');
}

/** The last cell that was met, and how it was spelt: whoever looks at a cell asks for it several times in a row. */
let last: { readonly text: string; readonly cell: Cell } | undefined;

/**
 * The cell that a string in the official notation describes; spaces around the whole are ignored.
 *
 * @throws {InputError} naming the node and edge that is wrong, and how to write it.
 */
export function parse(text: string): Cell {
  if (text !== last?.text) last = { text, cell: readOfficial(text) ?? parseAnew(text) };
  return last.cell;
}

/** A cell in its official spelling. A screening reads millions: no piece of the text is cut out. */
function readOfficial(text: string): Cell | undefined {
  const ops: OpName201[] = [];
  let at = 1;
  for (const edge of WRITTEN) {
    const op = onlyOpAt(text, at);
    const written = edge[op];
    if (!text.startsWith(written, at)) return undefined;
    ops.push(op);
    at += written.length;
  }
  return text[0] === '|' && at === text.length ? { ops } : undefined;
}

/** The one operation that may stand there, by its first character and by what tells 1x1 from 3x3. */
function onlyOpAt(text: string, at: number): OpName201 {
  const first = text[at];
  if (first === 's') return 'skip_connect';
  if (first === 'a') return 'avg_pool_3x3';
  const kernel = text[at + 'nor_conv_'.length];
  if (kernel === '1') return 'nor_conv_1x1';
  return kernel === '3' ? 'nor_conv_3x3' : 'none';
}

function parseAnew(text: string): Cell {
  const arch = text.trim();
  if (arch === '') throw new InputError(`nasbench201 architecture is empty; write for example "${EXAMPLE}"`);
  if (arch.length > LONGEST) {
    throw new InputError(
      `nasbench201 architecture is ${arch.length} characters long, no cell takes more than 95: ${quote(`${arch.slice(0, 40)}…`)}`,
    );
  }
  const nodes = arch.split('+');
  if (nodes.length !== NODES) {
    throw new InputError(
      `nasbench201 architecture has ${count(nodes.length, 'node')}, expected ${NODES} joined by "+" as in "${EXAMPLE}": ${quote(arch)}`,
    );
  }
  return { ops: nodes.flatMap((node, index) => parseNode(node, index + 1, arch)) };
}

/** The operations into node `target`, from text such as `|op~0|op~1|`. */
function parseNode(text: string, target: number, arch: string): OpName201[] {
  if (text.length < 2 || !text.startsWith('|') || !text.endsWith('|')) {
    throw new InputError(
      `nasbench201 node ${target} must start and end with "|" as in "${nodeShape(target)}", got ${quote(text)} in ${quote(arch)}`,
    );
  }
  const edges = text.slice(1, -1).split('|');
  if (edges.length !== target) {
    throw new InputError(
      `nasbench201 node ${target} has ${count(edges.length, 'edge')}, expected ${target} as in "${nodeShape(target)}": ${quote(text)} in ${quote(arch)}`,
    );
  }
  return edges.map((edge, source) => parseEdge(edge, source, target, arch));
}

/** The operation of one edge, from text such as `op~0`. */
function parseEdge(text: string, source: number, target: number, arch: string): OpName201 {
  const [name, from, ...more] = text.split('~');
  if (name === undefined || from === undefined || more.length > 0) {
    throw new InputError(
      `nasbench201 edge ${source} of node ${target} must be written op~${source}, got ${quote(text)} in ${quote(arch)}`,
    );
  }
  const op = OPS.find((known) => known === name);
  if (op === undefined) {
    const guess = nearest(name, OPS);
    const mend = guess === undefined ? `use one of ${OPS.join(', ')}` : `did you mean "${guess}"?`;
    throw new InputError(
      `nasbench201 edge ${source} of node ${target} has the unknown operation ${quote(name)}; ${mend}`,
    );
  }
  if (from !== String(source)) {
    throw new InputError(
      `nasbench201 edge ${source} of node ${target} must come from node ${source}: write "${op}~${source}", not ${quote(text)}, in ${quote(arch)}`,
    );
  }
  return op;
}

function nodeShape(target: number): string {
  return `|${Array.from({ length: target }, (_, source) => `op~${source}`).join('|')}|`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** In quotes and on one line, whatever it holds. */
function quote(text: string): string {
  return JSON.stringify(text);
}
