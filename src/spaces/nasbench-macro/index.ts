import { InputError } from '../../input-error.ts';
import { describeBy } from '../describe.ts';
import type { DescribedSpace } from '../description.ts';
import { checkIndex, digitsOf, indexOfDigits, oneDigitAway } from '../mixed-radix.ts';
import { sampleIndices } from '../sample.ts';
import { BLOCKS, buildNasbenchMacro, checkNasbenchMacro, STAGES, tallyNasbenchMacro } from './build.ts';

const ID = 'nasbench-macro';
export const LAYERS = STAGES.reduce((total, layers) => total + layers, 0);
const RADICES = Array.from({ length: LAYERS }, () => BLOCKS.length);
const SIZE = BLOCKS.length ** LAYERS;
const EXAMPLE = '02012100';

/** NAS-Bench-Macro: eight layers, each an identity or one of two inverted residual blocks. */
export const nasbenchMacro: DescribedSpace = {
  id: ID,
  aliases: ['nas-bench-macro'],
  title: 'NAS-Bench-Macro, like MobileNetV2 (its three stages have 2, 3 and 3 layers, so --cells is 1)',
  cite: 'Su et al., "Prioritized Architecture Sampling with Monto-Carlo Tree Search", CVPR 2021',
  size: SIZE,
  defaults: { channels: 32, cells: 1, size: 32, classes: 10 },
  notation: `${LAYERS} digits, a layer each: ${BLOCKS.map(({ name }, digit) => `${digit} ${name}`).join(', ')}; for example ${EXAMPLE}`,
  parse: (text) => digitsIn(text).join(''),
  at: (index) => digitsOf(checkIndex(ID, SIZE, index), RADICES).join(''),
  indexOf: (arch) => indexOfDigits(digitsIn(arch), RADICES),
  sample: (count, seed) =>
    sampleIndices(ID, SIZE, count, seed).map((index) => digitsOf(index, RADICES).join('')),
  neighbours: (arch) => oneDigitAway(digitsIn(arch), RADICES).map((digits) => digits.join('')),
  canonical: (arch) => canonicalDigits(digitsIn(arch)).join(''),
  closedForms: {
    names: ['params', 'macs', 'flops'],
    prepare(skeleton) {
      checkNasbenchMacro(skeleton);
      return (arch) => tallyNasbenchMacro(digitsIn(arch), skeleton);
    },
  },
  build: (arch, skeleton, net) => buildNasbenchMacro(digitsIn(arch), checkNasbenchMacro(skeleton), net),
  describe: (arch, skeleton) =>
    describeBy(
      nasbenchMacro,
      arch,
      skeleton,
      stagesIn(digitsIn(arch)).map(
        (digits, stage) => `stage ${stage + 1}: ${digits.map((digit) => BLOCKS[digit]!.name).join(', ')}`,
      ),
    ),
};

/**
 * The layers that a text such as 02012100 gives; spaces around the whole are ignored.
 *
 * @throws {InputError} where it is no architecture of the space.
 */
export function digitsIn(text: string): number[] {
  const arch = text.trim();
  if (new RegExp(`^[0-${BLOCKS.length - 1}]{${LAYERS}}$`).test(arch)) return Array.from(arch, Number);
  throw new InputError(
    `${ID} architecture ${JSON.stringify(arch.slice(0, 60))} is not ${LAYERS} digits from 0 to ${BLOCKS.length - 1}; write for example "${EXAMPLE}"`,
  );
}

function stagesIn(digits: readonly number[]): number[][] {
  let start = 0;
  return STAGES.map((layers) => {
    start += layers;
    return digits.slice(start - layers, start);
  });
}

/** A stage's identities after its first layer do nothing, so they may stand last: the benchmark trained these. */
function canonicalDigits(digits: readonly number[]): number[] {
  return stagesIn(digits).flatMap(([first, ...rest]) => [
    first!,
    ...rest.filter((digit) => digit !== 0),
    ...rest.filter((digit) => digit === 0),
  ]);
}
