import { InputError } from '../../input-error.ts';
import { describeBy } from '../describe.ts';
import type { DescribedSpace } from '../description.ts';
import { checkIndex, digitsOf, indexOfDigits, oneDigitAway } from '../mixed-radix.ts';
import { sampleIndices } from '../sample.ts';
import { buildTransnas, checkTransnas, microCell } from './build.ts';
import { tallyMicroCell, tallyTransnas } from './tally.ts';

const ID = 'transnas-micro';
/** Operations by their digit. */
export const MICRO_OPS = ['none', 'skip_connect', 'conv_1x1', 'conv_3x3'];
const RADICES = Array.from({ length: 6 }, () => MICRO_OPS.length);
const SIZE = MICRO_OPS.length ** RADICES.length;
const EXAMPLE = '64-41414-1_02_333';
/** The modules of every network: three halve the images and double the channels. */
const MODULES = [4, 1, 4, 1, 4];
const NODES = ['input', 'node 1', 'node 2', 'output'];
/** Source and target of each edge, in the order of the digits. */
const EDGES = [
  [0, 1],
  [0, 2],
  [1, 2],
  [0, 3],
  [1, 3],
  [2, 3],
] as const;

/** The cells of TransNAS-Bench-101: 4 nodes, with one of 4 operations on each of 6 edges. */
export const transnasMicro: DescribedSpace = {
  id: ID,
  title: 'TransNAS-Bench-101, cells, with the head of its two classification tasks (--cells a module)',
  cite: 'Duan et al., "TransNAS-Bench-101: Improving Transferability and Generalizability of Cross-Task Neural Architecture Search", CVPR 2021',
  size: SIZE,
  defaults: { channels: 64, cells: 2, size: 256, classes: 75 },
  notation: `64-41414-a_bc_def, the operations into each node in the order of their sources: ${MICRO_OPS.map((op, digit) => `${digit} ${op}`).join(', ')}; also the digits alone as (a,b,c,d,e,f); for example ${EXAMPLE}`,
  parse: (text) => spell(microOps(text)),
  at: (index) => spell(digitsOf(checkIndex(ID, SIZE, index), RADICES)),
  indexOf: (arch) => indexOfDigits(microOps(arch), RADICES),
  sample: (count, seed) =>
    sampleIndices(ID, SIZE, count, seed).map((index) => spell(digitsOf(index, RADICES))),
  neighbours: (arch) => oneDigitAway(microOps(arch), RADICES).map(spell),
  canonical: (arch) => spell(microOps(arch)),
  closedForms: {
    names: ['params', 'macs', 'flops'],
    prepare(skeleton) {
      checkTransnas(ID, skeleton);
      return (arch) => tallyTransnas(MODULES, tallyMicroCell(microOps(arch)), skeleton);
    },
  },
  choices: {
    options: RADICES.map(() => MICRO_OPS.map((_, digit) => String(digit))),
    compose: (picks) => spell(microOps(`(${picks.join(',')})`)),
  },
  isConnected: (arch) => isConnected(microOps(arch)),
  build: (arch, skeleton, net) =>
    buildTransnas(MODULES, microCell(microOps(arch)), checkTransnas(ID, skeleton), net),
  describe: (arch, skeleton) => describeBy(transnasMicro, arch, skeleton, drawing(microOps(arch))),
};

/**
 * The six operations that a text such as 64-41414-1_02_333 or (1,0,2,3,3,3) gives; spaces around it are ignored.
 *
 * @throws {InputError} where it is no architecture of the space.
 */
export function microOps(text: string): number[] {
  const arch = text.trim();
  const digits =
    /^64-41414-([0-3])_([0-3]{2})_([0-3]{3})$/.exec(arch) ?? /^\(([0-3])((?:, ?[0-3]){5})\)$/.exec(arch);
  if (digits !== null) return Array.from(digits.slice(1).join('').replace(/\D/g, ''), Number);
  throw new InputError(
    `${ID} architecture ${JSON.stringify(arch.slice(0, 60))} is not 64-41414-a_bc_def with digits from 0 to 3; write for example "${EXAMPLE}"`,
  );
}

function spell([a, b, c, d, e, f]: readonly number[]): string {
  return `64-41414-${a}_${b}${c}_${d}${e}${f}`;
}

function isConnected(ops: readonly number[]): boolean {
  const reached = new Set([0]);
  for (const [edge, [source, target]] of EDGES.entries()) {
    if (ops[edge] !== 0 && reached.has(source)) reached.add(target);
  }
  return reached.has(3);
}

function drawing(ops: readonly number[]): string[] {
  return NODES.slice(1).map((name, node) => {
    const terms = EDGES.flatMap(([source, target], edge) =>
      target === node + 1 && ops[edge] !== 0 ? [`${MICRO_OPS[ops[edge]!]}(${NODES[source]})`] : [],
    );
    return `${name} = ${terms.length === 0 ? '0' : terms.join(' + ')}`;
  });
}
