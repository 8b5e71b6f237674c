import { InputError } from '../../input-error.ts';
import { nearest } from '../../nearest.ts';

/** The operations that a search chooses from, in its order. */
export const OPS = [
  'max_pool_3x3',
  'avg_pool_3x3',
  'skip_connect',
  'sep_conv_3x3',
  'sep_conv_5x5',
  'dil_conv_3x3',
  'dil_conv_5x5',
] as const;

/** `none`, zeros, is never chosen, but some published genotypes have it. */
export type DartsOp = (typeof OPS)[number] | 'none';

const KNOWN: readonly DartsOp[] = ['none', ...OPS];

/** Nodes that are computed; states 0 and 1 are the outputs of the last cell but one and of the last. */
export const NODES = 4;

/** An operation on an earlier state. */
export interface Edge {
  readonly op: DartsOp;
  readonly from: number;
}

/** For each node the two edges that it adds up, from different states. */
export type DartsCell = readonly (readonly [Edge, Edge])[];

export interface Genotype {
  readonly normal: DartsCell;
  readonly reduce: DartsCell;
}

/** DARTS (second order) as published. */
export const EXAMPLE =
  "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], normal_concat=range(2, 6), reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], reduce_concat=range(2, 6))";

/** Far above any genotype, which takes 500 characters. */
const LONGEST = 2048;

/** The genotype as DARTS prints it. */
export function format({ normal, reduce }: Genotype): string {
  return `Genotype(normal=[${edgesText(normal)}], normal_concat=range(2, 6), reduce=[${edgesText(reduce)}], reduce_concat=range(2, 6))`;
}

function edgesText(cell: DartsCell): string {
  return cell
    .flat()
    .map(({ op, from }) => `('${op}', ${from})`)
    .join(', ');
}

/**
 * The genotype that a text as DARTS or NAS-Bench-301 prints it describes; spaces do not matter, and the concatenated
 * states must be all four nodes.
 *
 * @throws {InputError} naming the cell and node that is wrong.
 */
export function parse(text: string): Genotype {
  if (text.length > LONGEST) {
    throw new InputError(
      `darts architecture is ${text.length} characters long: ${JSON.stringify(`${text.slice(0, 40)}…`)}`,
    );
  }
  const bare = text.replace(/\s/g, '').replaceAll('"', "'");
  const concat = String.raw`(?:range\(2,6\)|\[2,3,4,5\]|\(2,3,4,5\))`;
  const found = new RegExp(
    `^Genotype\\(normal=\\[([^\\]]*)\\],normal_concat=${concat},reduce=\\[([^\\]]*)\\],reduce_concat=${concat}\\)$`,
  ).exec(bare);
  if (found === null) {
    throw new InputError(
      `darts architecture is no Genotype(normal=[…], normal_concat=range(2, 6), reduce=[…], reduce_concat=range(2, 6)): ${JSON.stringify(text.slice(0, 80))}`,
    );
  }
  return { normal: cellOf(found[1]!, 'normal'), reduce: cellOf(found[2]!, 'reduce') };
}

function cellOf(text: string, name: string): DartsCell {
  const wrong = (what: string): InputError => new InputError(`darts ${name} cell ${what}`);
  if (!/^(?:\('\w+',\d+\),?)*$/.test(text)) {
    throw wrong(`needs pairs such as ('sep_conv_3x3', 0), not ${JSON.stringify(text.slice(0, 80))}`);
  }
  const edges = Array.from(text.matchAll(/\('(\w+)',(\d+)\)/g), ([, op, from], at): Edge => {
    const node = Math.floor(at / 2) + 2;
    return { op: opOf(op!, node, wrong), from: Number(from) };
  });
  if (edges.length !== 2 * NODES) throw wrong(`has ${edges.length} edges, expected ${2 * NODES}, two a node`);
  return Array.from({ length: NODES }, (_, node) => {
    const pair: readonly [Edge, Edge] = [edges[2 * node]!, edges[2 * node + 1]!];
    if (pair.some(({ from }) => from >= node + 2) || pair[0].from === pair[1].from) {
      throw wrong(`at node ${node + 2} needs two different states below ${node + 2}`);
    }
    return pair;
  });
}

function opOf(name: string, node: number, wrong: (what: string) => InputError): DartsOp {
  const op = KNOWN.find((known) => known === name);
  if (op !== undefined) return op;
  const guess = nearest(name, KNOWN);
  const mend = guess === undefined ? `use one of ${OPS.join(', ')}` : `did you mean "${guess}"?`;
  throw wrong(`at node ${node} has the unknown operation ${JSON.stringify(name)}; ${mend}`);
}
