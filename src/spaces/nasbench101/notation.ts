import { InputError } from '../../input-error.ts';
import { nearest } from '../../nearest.ts';
import type { CellGraph } from '../cell.ts';
import { MOST_EDGES, MOST_VERTICES, moduleOfMatrix, OPERATIONS, pruned, sourcesOf } from './module.ts';

export const EXAMPLE = 'conv3x3-bn-relu~0|maxpool3x3~0~1|output~1~2';

/** Far above any module of this notation, so that messages may still say what is wrong with near misses. */
const LONGEST = 1024;

/** A pruned module vertex by vertex after the input: `op~source~source|…|output~source`. */
export function format(module: CellGraph): string {
  const last = module.operations.length - 1;
  return module.operations
    .slice(1)
    .map((label, at) => {
      const name = at + 1 === last ? 'output' : OPERATIONS[label]!;
      return [name, ...sourcesOf(module, at + 1)].join('~');
    })
    .join('|');
}

/**
 * The pruned module that a text describes, in this notation or as JSON such as
 * `{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}`; spaces around the whole are ignored.
 *
 * @throws {InputError} naming the vertex that is wrong, and how to write it.
 */
export function parse(text: string): CellGraph {
  const arch = text.trim();
  if (arch.length > LONGEST) {
    throw new InputError(
      `nasbench101 architecture is ${arch.length} characters long: ${JSON.stringify(`${arch.slice(0, 40)}…`)}`,
    );
  }
  const module = pruned(arch.startsWith('{') ? moduleOfJson(arch) : moduleOfText(arch));
  if (module !== undefined) return module;
  throw new InputError(
    `nasbench101 architecture has no path from the input to the output: ${JSON.stringify(arch)}`,
  );
}

function moduleOfText(arch: string): CellGraph {
  const wrong = (what: string): InputError =>
    new InputError(
      `nasbench101 architecture ${what}; write for example "${EXAMPLE}": ${JSON.stringify(arch.slice(0, 200))}`,
    );
  const parts = arch.split('|');
  if (parts.length + 1 > MOST_VERTICES) throw wrong(`has more than ${MOST_VERTICES} vertices`);
  const labels: number[] = [];
  const edges: (readonly [number, number])[] = [];
  for (const [at, part] of parts.entries()) {
    const vertex = at + 1;
    const [name = '', ...sources] = part.split('~');
    const isLast = vertex === parts.length;
    if (isLast !== (name === 'output')) {
      if (!isLast || OPERATIONS.includes(name)) throw wrong('ends with its one vertex "output"');
    }
    if (!isLast) labels.push(labelOf(name, vertex, wrong));
    else if (name !== 'output') throw wrong('ends with its one vertex "output"');
    const numbers = sources.map((source) => (/^\d$/.test(source) ? Number(source) : Number.NaN));
    if (!numbers.every((source, i) => source < vertex && source > (numbers[i - 1] ?? -1))) {
      throw wrong(`vertex ${vertex} needs sources below ${vertex} in ascending order, not ${part}`);
    }
    for (const source of numbers) edges.push([source, vertex]);
  }
  if (edges.length > MOST_EDGES) throw wrong(`has ${edges.length} edges, at most ${MOST_EDGES} are allowed`);
  return { operations: [-1, ...labels, -1], edges };
}

function labelOf(name: string, vertex: number, wrong: (what: string) => InputError): number {
  const label = OPERATIONS.indexOf(name);
  if (label >= 0) return label;
  const guess = nearest(name, OPERATIONS);
  const mend = guess === undefined ? `use one of ${OPERATIONS.join(', ')}` : `did you mean "${guess}"?`;
  throw wrong(`has at vertex ${vertex} the unknown operation ${JSON.stringify(name)}, ${mend}`);
}

function moduleOfJson(text: string): CellGraph {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value === 'object' && value !== null && 'matrix' in value && 'ops' in value) {
    const { matrix, ops } = value;
    const isRow = (row: unknown): row is string | number[] =>
      typeof row === 'string' || (Array.isArray(row) && row.every((bit) => typeof bit === 'number'));
    if (Array.isArray(matrix) && matrix.every(isRow) && Array.isArray(ops)) {
      if (ops.every((op) => typeof op === 'string')) return moduleOfMatrix(matrix, ops);
    }
  }
  throw new InputError(
    `nasbench101 architecture is no JSON such as {"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}: ${JSON.stringify(text.slice(0, 100))}`,
  );
}
