import { InputError } from '../../input-error.ts';
import { describeBy } from '../describe.ts';
import type { DescribedSpace } from '../description.ts';
import { checkIndex, digitsOf, indexOfDigits, oneDigitAway } from '../mixed-radix.ts';
import { sampleIndices } from '../sample.ts';
import { buildNatsSss, checkNatsSss, tallyNatsSss } from './build.ts';

/** Channels that a layer may have. */
export const WIDTHS = [8, 16, 24, 32, 40, 48, 56, 64];
export const LAYERS = 5;

const ID = 'nats-sss';
const RADICES = Array.from({ length: LAYERS }, () => WIDTHS.length);
const SIZE = WIDTHS.length ** LAYERS;
const EXAMPLE = '8:16:32:64:64';
const LAYER_NAMES = [
  'stem and first stage',
  'first reduction',
  'second stage',
  'second reduction',
  'third stage',
];

/** The size space of NATS-Bench: one topology, five layers of one of eight widths each. */
export const natsSss: DescribedSpace = {
  id: ID,
  aliases: ['nats-size', 'natsbench-sss'],
  title: 'the size space of NATS-Bench (its widths are the architecture, so --channels and --cells are 1)',
  cite: 'Dong et al., "NATS-Bench: Benchmarking NAS Algorithms for Architecture Topology and Size", TPAMI 2021',
  size: SIZE,
  defaults: { channels: 1, cells: 1, size: 32, classes: 10 },
  notation: `the channels of ${LAYERS} layers joined by ":", each one of ${WIDTHS.join(', ')}; for example ${EXAMPLE}`,
  parse: (text) => widthsOf(text).join(':'),
  at: (index) => spell(digitsOf(checkIndex(ID, SIZE, index), RADICES)),
  indexOf: (arch) => indexOfDigits(placesOf(arch), RADICES),
  sample: (count, seed) =>
    sampleIndices(ID, SIZE, count, seed).map((index) => spell(digitsOf(index, RADICES))),
  neighbours: (arch) => oneDigitAway(placesOf(arch), RADICES).map(spell),
  canonical: (arch) => widthsOf(arch).join(':'),
  closedForms: {
    names: ['params', 'macs', 'flops'],
    prepare(skeleton) {
      checkNatsSss(skeleton);
      return (arch) => tallyNatsSss(widthsOf(arch), skeleton);
    },
  },
  build: (arch, skeleton, net) => buildNatsSss(widthsOf(arch), checkNatsSss(skeleton), net),
  describe: (arch, skeleton) =>
    describeBy(
      natsSss,
      arch,
      skeleton,
      widthsOf(arch).map((width, layer) => `${LAYER_NAMES[layer]}: ${width} channels`),
    ),
};

/**
 * The channels that a text such as 8:16:32:64:64 gives; spaces around the whole are ignored.
 *
 * @throws {InputError} where it is no architecture of the space.
 */
export function widthsOf(text: string): number[] {
  const widths = text
    .trim()
    .split(':', LAYERS + 1)
    .map((part) => (/^\d{1,2}$/.test(part) ? Number(part) : Number.NaN));
  if (widths.length === LAYERS && widths.every((width) => WIDTHS.includes(width))) return widths;
  throw new InputError(
    `${ID} architecture ${JSON.stringify(text.slice(0, 60))} is not ${LAYERS} widths of ${WIDTHS.join(', ')}; write for example "${EXAMPLE}"`,
  );
}

function placesOf(arch: string): number[] {
  return widthsOf(arch).map((width) => WIDTHS.indexOf(width));
}

function spell(places: readonly number[]): string {
  return places.map((place) => WIDTHS[place]).join(':');
}
