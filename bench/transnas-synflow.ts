/**
 * What the resolution, the width and the initialisation do to the order in which SynFlow puts the skeletons of
 * TransNAS-Bench-101: each variant beside NASLib's scores and the accuracy of the published table, as Markdown. Every weight
 * has its expected size, which the sums over many weights come near: then all channels are alike, and one will do.
 *   npx tsx bench/transnas-synflow.ts transnas101_macro.csv.gz
 */
import { spearman } from '../src/rank/index.ts';
import { MODULES } from '../src/spaces/transnas/build.ts';
import { macroCode } from '../src/spaces/transnas/macro.ts';
import { findColumn, readTable } from '../src/table/index.ts';

/** The expected size of a weight of a convolution. */
type Size = (kernel: number, inputs: number, outputs: number) => number;

/** Uniform in ±1/sqrt(fan-in), and normal of variance 2/fan-out. */
const uniform: Size = (kernel, inputs) => 0.5 / Math.sqrt(kernel * kernel * inputs);
const kaiming: Size = (kernel, _, outputs) =>
  Math.sqrt(2 / (kernel * kernel * outputs)) * Math.sqrt(2 / Math.PI);

const VARIANTS: readonly (readonly [channels: number, size: number, weights: string, of: Size])[] = [
  [16, 64, "PyTorch's default", uniform],
  [64, 64, 'Kaiming, by fan-out', kaiming],
  [16, 256, "PyTorch's default", uniform],
  [64, 256, "PyTorch's default", uniform],
  [64, 256, 'Kaiming, by fan-out', kaiming],
];
const CLASSES = 75;
const BLOCKS = 2;

/** One channel of `side` squared pixels, and its derivative along the weights themselves. */
interface Plane {
  readonly side: number;
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

/** Sums over windows of three pixels, beyond the edges zeros. */
function windows(pixels: Float64Array, side: number): Float64Array {
  const along = (from: Float64Array, step: number): Float64Array =>
    from.map((value, at) => {
      const place = Math.floor(at / step) % side;
      return value + (place > 0 ? from[at - step]! : 0) + (place < side - 1 ? from[at + step]! : 0);
    });
  return along(along(pixels, 1), side);
}

/** A convolution whose weights all are alike; `gain` is a weight times the channels that it sums. */
function convolved({ side, value, slope }: Plane, kernel: number, gain: number, stride: number): Plane {
  const out = Math.ceil(side / stride);
  const apply = (pixels: Float64Array): Float64Array => {
    const sums = kernel === 3 ? windows(pixels, side) : pixels;
    return Float64Array.from(
      { length: out * out },
      (_, at) => gain * sums[Math.floor(at / out) * stride * side + (at % out) * stride]!,
    );
  };
  const [y, carried] = [apply(value), apply(slope)];
  // The weights' own part of the derivative is the value itself.
  return { side: out, value: y, slope: carried.map((d, at) => d + y[at]!) };
}

const added = (a: Plane, b: Plane): Plane => ({
  side: a.side,
  value: a.value.map((x, at) => x + b.value[at]!),
  slope: a.slope.map((x, at) => x + b.slope[at]!),
});

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** The logarithm of SynFlow of a macro code. */
function synflow(code: string, channels: number, size: number, of: Size): number {
  const conv = (x: Plane, kernel: number, inputs: number, outputs: number, stride: number): Plane =>
    convolved(x, kernel, inputs * of(kernel, inputs, outputs), stride);
  const ones = new Float64Array(size * size).fill(1);
  let x: Plane = { side: size, value: ones, slope: ones.map(() => 0) };
  x = conv(conv(x, 3, 3, channels / 2, 2), 3, channels / 2, channels, 2);
  let width = channels;
  for (const digit of code) {
    const module = MODULES[Number(digit)]!;
    const out = module.widens ? 2 * width : width;
    for (let block = 0; block < BLOCKS; block += 1) {
      const stride = block === 0 ? module.stride : 1;
      const main = conv(conv(x, 3, width, out, stride), 3, out, out, 1);
      x = added(main, stride === 1 && width === out ? x : conv(x, 1, width, out, stride));
      width = out;
    }
  }
  const head = CLASSES * width * uniform(1, width, CLASSES);
  return Math.log(head * (mean(x.slope) + mean(x.value)));
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('give the published table');
const table = await readTable(path);
const column = (name: string): unknown[] => [...findColumn(table, name)!.values];
const codes = column('arch').map((arch) => macroCode(String(arch)));
const theirs = column('synflow_log_class_object').map(Number);
const accuracy = column('val_class_object').map(Number);
const shown = (value: number): string => value.toFixed(3).replace(/^(-?)0/, '$1');
process.stdout.write(`NASLib's synflow with the accuracy: ${shown(spearman(theirs, accuracy))}\n\n`);
process.stdout.write(
  "| channels | pixels | weights | ρ with NASLib's | ρ with the accuracy | ours - NASLib's, nats |\n",
);
process.stdout.write('| --: | --: | :-- | --: | --: | --: |\n');
for (const [channels, size, weights, of] of VARIANTS) {
  const own = codes.map((code) => synflow(code, channels, size, of));
  const off = own.map((value, i) => value - theirs[i]!);
  const middle = mean(off);
  const deviation = Math.sqrt(mean(off.map((value) => (value - middle) ** 2)));
  process.stdout.write(
    `| ${channels} | ${size} | ${weights} | ${shown(spearman(own, theirs))} | ${shown(spearman(own, accuracy))} | ${middle.toFixed(2)} ± ${deviation.toFixed(2)} |\n`,
  );
}
