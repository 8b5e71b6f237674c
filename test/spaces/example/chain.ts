import { InputError } from '../../../src/input-error.ts';
import { describeBy } from '../../../src/spaces/describe.ts';
import type { DescribedSpace } from '../../../src/spaces/description.ts';
import { checkIndex, digitsOf, indexOfDigits, oneDigitAway } from '../../../src/spaces/mixed-radix.ts';
import { sampleIndices } from '../../../src/spaces/sample.ts';
import { checkSkeletonOf } from '../../../src/spaces/skeleton.ts';
import { Tally } from '../../../src/spaces/tally.ts';

const KERNELS = [1, 3, 5];
const MULTIPLIERS = [1, 2, 3, 4, 5];
const LAYERS = 3;

/** Every layer, such as 3x2: a kernel and how many times the skeleton's channels. */
const LAYER_NAMES = KERNELS.flatMap((kernel) => MULTIPLIERS.map((multiplier) => `${kernel}x${multiplier}`));
const RADICES = Array.from({ length: LAYERS }, () => LAYER_NAMES.length);
const SIZE = LAYER_NAMES.length ** LAYERS;

/** A worked example of a chain-structured space: three convolutions in a row, 15 ways each. */
export const chain: DescribedSpace = {
  id: 'example-chain',
  title: 'three convolutions (--cells is 1)',
  cite: 'the worked example of CONTRIBUTING.md',
  size: SIZE,
  defaults: { channels: 4, cells: 1, size: 8, classes: 10 },
  notation: `${LAYERS} layers joined by "-", each a kernel of ${KERNELS.join(', ')} and a multiple of the channels from 1 to 5; for example 3x2-5x1-1x5`,
  parse: (text) => spell(placesOf(text)),
  at: (index) => spell(digitsOf(checkIndex('example-chain', SIZE, index), RADICES)),
  indexOf: (arch) => indexOfDigits(placesOf(arch), RADICES),
  sample: (count, seed) =>
    sampleIndices('example-chain', SIZE, count, seed).map((index) => spell(digitsOf(index, RADICES))),
  neighbours: (arch) => oneDigitAway(placesOf(arch), RADICES).map(spell),
  canonical: (arch) => spell(placesOf(arch)),
  closedForms: {
    names: ['params', 'macs', 'flops'],
    prepare({ channels, size, classes }) {
      return (arch) => {
        const tally = new Tally();
        let x = { channels: 3, size };
        for (const { kernel, multiplier } of layersOf(arch)) {
          x = tally.relu(tally.norm(tally.conv(x, multiplier * channels, { kernel })));
        }
        tally.head(x, classes);
        return tally.counts;
      };
    },
  },
  build(arch, skeleton, net) {
    const { channels, classes } = checkSkeletonOf('example-chain', skeleton, 1);
    let x = net.images;
    for (const [at, { kernel, multiplier }] of layersOf(arch).entries()) {
      const y = net.conv(`${at}.conv`, x, multiplier * channels, kernel, { padding: (kernel - 1) / 2 });
      x = net.cut(net.relu(net.batchNorm(`${at}.norm`, y)));
    }
    return net.finish(net.linear('head', net.globalAvgPool(x), classes));
  },
  describe: (arch, skeleton) => describeBy(chain, arch, skeleton, arch.split('-')),
};

function placesOf(text: string): number[] {
  const places = text
    .trim()
    .split('-')
    .map((layer) => LAYER_NAMES.indexOf(layer));
  if (places.length === LAYERS && !places.includes(-1)) return places;
  throw new InputError(
    `example-chain architecture ${JSON.stringify(text.slice(0, 40))} is not three layers such as 3x2-5x1-1x5`,
  );
}

function layersOf(arch: string): { readonly kernel: number; readonly multiplier: number }[] {
  return placesOf(arch).map((place) => {
    const [kernel, multiplier] = LAYER_NAMES[place]!.split('x').map(Number) as [number, number];
    return { kernel, multiplier };
  });
}

function spell(places: readonly number[]): string {
  return places.map((place) => LAYER_NAMES[place]).join('-');
}
