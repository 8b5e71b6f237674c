import { labelOf } from '../../graph/shape.ts';
import { FunctionWriter, type Local } from './assembler.ts';
import type { FusedProgram } from './fused-instruction.ts';
import { type Lanes, lanes, SUM_ROOM } from './fused-lanes.ts';
import { I32 } from './opcodes.ts';
import type { Simd } from './simd.ts';

/**
 * 32-bit words of the argument block: images, bands of an image, rows of a band, pixels of a row, bytes of channels; then base and
 * strides (of images, bands, rows and pixels) of each tensor and sum.
 */
const BLOCK_HEAD = 5;
const BLOCK_TENSOR = 5;

const blockBytes = ({ operands, stores, sums }: FusedProgram): number =>
  4 * (BLOCK_HEAD + BLOCK_TENSOR * (operands.length + stores.length + sums.length));

/** Bytes of the argument block and of the room after it, in which a call keeps its sums. */
export const argumentBytes = (program: FusedProgram): number =>
  blockBytes(program) + SUM_ROOM * program.sums.length;

/** Bytes of channels that are taken at a time, widest first, each for what the former leave. */
export function turnsOf(channels: number, { wide }: Simd): readonly number[] {
  let left = 4 * channels;
  return (wide ? [64, 32, 16, 4] : [16, 4]).filter((bytes) => {
    const isUsed = left >= bytes;
    left %= bytes;
    return isUsed;
  });
}

/** The key under which equal programs share a kernel. Planning asks for hundreds, so it is short. */
export function fusedKey({ operands, code, stores, sums }: FusedProgram, turns: readonly number[]): string {
  let key = `fused ${turns} `;
  for (const { splat, steady } of operands) key += `${Number(splat)}${Number(steady)}`;
  for (const step of code) {
    if (step.op === 'load') key += `load${step.operand}`;
    else {
      key += step.op + labelOf(step.args);
      if (step.op === 'scale' || step.op === 'shift') key += step.by;
    }
    key += ' ';
  }
  key += labelOf(stores);
  for (const { value, total } of sums) key += total ? `total${value} ` : `sum${value} `;
  return key;
}

interface Stream {
  readonly base: Local;
  readonly strides: Readonly<Record<'image' | 'band' | 'row' | 'pixel', Local>>;
  readonly atImage: Local;
  readonly atBand: Local;
  readonly atRow: Local;
  readonly at: Local;
}

/**
 * A function (block) that runs the program on pixels whose channels these turns take. A band is done for some of the channels after
 * the others: what is the same for all of its pixels is read once, and sums are float32 within it.
 */
export function fusedKernel(program: FusedProgram, turns: readonly number[]): FunctionWriter {
  const f = new FunctionWriter(1);
  let word = 0;
  const argument = () => {
    const local = f.local(I32);
    f.get(0)
      .mem('i32Load', 4 * word)
      .set(local);
    word += 1;
    return local;
  };
  const stream = (): Stream => {
    const base = argument();
    const strides = { image: argument(), band: argument(), row: argument(), pixel: argument() };
    const [atImage, atBand, atRow, at] = f.locals(I32, 4);
    return { base, strides, atImage, atBand, atRow, at };
  };
  const [images, bands, rows, pixels, channels] = [
    argument(),
    argument(),
    argument(),
    argument(),
    argument(),
  ];
  const operands = program.operands.map(stream);
  const stores = program.stores.map(stream);
  const sums = program.sums.map(stream);
  const all = [...operands, ...stores, ...sums];
  const [n, band, y, x, c] = f.locals(I32, 5);
  const widths = turns.map((bytes) => {
    const limit = f.local(I32);
    f.get(channels).i32(-bytes).op('i32And').set(limit);
    return { bytes, limit, together: lanes(f, program, bytes) };
  });
  const moving = [...operands.filter((_, i) => !program.operands[i]!.steady), ...stores];
  const advance = (at: Local, stride: Local) => f.get(at).get(stride).op('i32Add').set(at);

  /** All pixels of a band, for some of their channels. */
  const sweep = (together: Lanes) => {
    operands.forEach(({ atBand, atRow }, i) => {
      f.get(atBand);
      if (!program.operands[i]!.splat) f.get(c).op('i32Add');
      f.set(atRow);
      if (program.operands[i]!.steady) together.load(i, atRow);
    });
    for (const { atBand, atRow } of stores) f.get(atBand).get(c).op('i32Add').set(atRow);
    sums.forEach(({ atBand, at }, i) => {
      // Sums are float64: twice the bytes of a channel.
      f.get(atBand);
      if (!program.sums[i]!.total) f.get(c).i32(1).op('i32Shl').op('i32Add');
      f.set(at);
    });
    together.clear();
    f.loop(
      y,
      () => f.get(rows),
      1,
      () => {
        for (const { atRow, at } of moving) f.get(atRow).set(at);
        f.loop(
          x,
          () => f.get(pixels),
          1,
          () => {
            together.pixel(
              (operand) => operands[operand]!.at,
              (store) => stores[store]!.at,
            );
            for (const { at, strides } of moving) advance(at, strides.pixel);
          },
        );
        for (const { atRow, strides } of moving) advance(atRow, strides.row);
      },
    );
    together.flush((sum) => sums[sum]!.at, 0, blockBytes(program));
  };

  for (const { base, atImage } of all) f.get(base).set(atImage);
  f.loop(
    n,
    () => f.get(images),
    1,
    () => {
      for (const { atImage, atBand } of all) f.get(atImage).set(atBand);
      f.loop(
        band,
        () => f.get(bands),
        1,
        () => {
          f.i32(0).set(c);
          for (const { bytes, limit, together } of widths) {
            f.continueLoop(
              c,
              () => f.get(limit),
              bytes,
              () => sweep(together),
            );
          }
          for (const { atBand, strides } of all) advance(atBand, strides.band);
        },
      );
      for (const { atImage, strides } of all) advance(atImage, strides.image);
    },
  );
  return f;
}
