import { InputError } from '../../input-error.ts';
import { describeBy } from '../describe.ts';
import type { DescribedSpace } from '../description.ts';
import { checkIndex, digitsOf } from '../mixed-radix.ts';
import { sampleIndices } from '../sample.ts';
import { basicBlock, buildTransnas, checkTransnas, MODULES } from './build.ts';
import { tallyBasicBlock, tallyTransnas } from './tally.ts';

const ID = 'transnas-macro';
const LEAST = 4;
export const MOST = 6;
const KINDS = 4;
const MOST_WIDENINGS = 3;
const MOST_HALVINGS = 4;
const EXAMPLE = '64-1234-basic';
const MODULE_TEXTS = ['', 'as before', 'channels x2', 'resolution /2', 'channels x2, resolution /2'];

/** Every macro code, the shorter first, then by their digits. */
const CODES: readonly string[] = Array.from({ length: MOST - LEAST + 1 }, (_, i) => LEAST + i).flatMap(
  (length) => {
    const radices = Array.from({ length }, () => KINDS);
    return Array.from({ length: KINDS ** length }, (_, index) =>
      digitsOf(index, radices)
        .map((digit) => digit + 1)
        .join(''),
    ).filter((code) => isCode(code));
  },
);
const PLACES: ReadonlyMap<string, number> = new Map(CODES.map((code, index) => [code, index]));

/** The skeletons of TransNAS-Bench-101: 4 to 6 modules of residual blocks. */
export const transnasMacro: DescribedSpace = {
  id: ID,
  title: 'TransNAS-Bench-101, skeletons, with the head of its two classification tasks (--cells a module)',
  cite: 'Duan et al., "TransNAS-Bench-101: Improving Transferability and Generalizability of Cross-Task Neural Architecture Search", CVPR 2021',
  size: CODES.length,
  defaults: { channels: 64, cells: 2, size: 256, classes: 75 },
  notation: `64-CODE-basic, CODE being ${LEAST} to ${MOST} modules, of which 1 to ${MOST_WIDENINGS} widen and 1 to ${MOST_HALVINGS} halve: ${MODULE_TEXTS.slice(
    1,
  )
    .map((text, at) => `${at + 1} ${text}`)
    .join('; ')}; also the digits alone as (1,2,3,4); for example ${EXAMPLE}`,
  parse: (text) => spell(macroCode(text)),
  at: (index) => spell(CODES[checkIndex(ID, CODES.length, index)]!),
  indexOf: (arch) => PLACES.get(macroCode(arch))!,
  sample: (count, seed) => sampleIndices(ID, CODES.length, count, seed).map((index) => spell(CODES[index]!)),
  neighbours: (arch) => neighbours(macroCode(arch)).map(spell),
  canonical: (arch) => spell(macroCode(arch)),
  closedForms: {
    names: ['params', 'macs', 'flops'],
    prepare(skeleton) {
      checkTransnas(ID, skeleton);
      return (arch) => tallyTransnas(modulesOf(macroCode(arch)), tallyBasicBlock, skeleton);
    },
  },
  build: (arch, skeleton, net) =>
    buildTransnas(modulesOf(macroCode(arch)), basicBlock, checkTransnas(ID, skeleton), net),
  describe: (arch, skeleton) =>
    describeBy(
      transnasMacro,
      arch,
      skeleton,
      modulesOf(macroCode(arch)).map((module, at) => `module ${at + 1}: ${MODULE_TEXTS[module]}`),
    ),
};

/**
 * The macro code that a text such as 64-1234-basic or (1,2,3,4) gives; spaces around it are ignored.
 *
 * @throws {InputError} where it is no architecture of the space.
 */
export function macroCode(text: string): string {
  const arch = text.trim();
  const found = /^64-([1-4]{4,6})-basic$/.exec(arch) ?? /^\(([1-4](?:, ?[1-4]){3,5})\)$/.exec(arch);
  const code = found?.[1]?.replace(/\D/g, '');
  if (code !== undefined && isCode(code)) return code;
  throw new InputError(
    `${ID} architecture ${JSON.stringify(arch.slice(0, 60))} is not 64-CODE-basic with ${LEAST} to ${MOST} digits from 1 to ${KINDS}, 1 to ${MOST_WIDENINGS} of them 2 or 4 and 1 to ${MOST_HALVINGS} of them 3 or 4; write for example "${EXAMPLE}"`,
  );
}

function isCode(code: string): boolean {
  const modules = modulesOf(code);
  const widenings = modules.filter((module) => MODULES[module]!.widens).length;
  const halvings = modules.filter((module) => MODULES[module]!.stride === 2).length;
  return widenings >= 1 && widenings <= MOST_WIDENINGS && halvings >= 1 && halvings <= MOST_HALVINGS;
}

function modulesOf(code: string): number[] {
  return Array.from(code, Number);
}

function spell(code: string): string {
  return `64-${code}-basic`;
}

/** One module changed, then one added, then one taken away, where the space has what results. */
function neighbours(code: string): string[] {
  const kinds = ['1', '2', '3', '4'];
  const places = Array.from(code, (_, at) => at);
  const edited = [
    ...places.flatMap((at) => kinds.map((kind) => code.slice(0, at) + kind + code.slice(at + 1))),
    ...[...places, code.length].flatMap((at) =>
      kinds.map((kind) => code.slice(0, at) + kind + code.slice(at)),
    ),
    ...places.map((at) => code.slice(0, at) + code.slice(at + 1)),
  ];
  return [...new Set(edited)].filter((other) => other !== code && PLACES.has(other));
}
