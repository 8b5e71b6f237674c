import { FunctionWriter, type Local } from './assembler.ts';
import type { FusedProgram } from './fused-instruction.ts';
import { type Lanes, lanes, SUM_ROOM } from './fused-lanes.ts';
import { I32 } from './opcodes.ts';
import type { Simd } from './simd.ts';

/** 32-bit words of the argument block: n, y, x, bytes of channels; then base and strides of each tensor and sum. */
const BLOCK_HEAD = 4;
const BLOCK_TENSOR = 4;

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

/** The key under which equal programs share a kernel. */
export const fusedKey = (program: FusedProgram, turns: readonly number[]): string =>
  `fused ${turns} ${JSON.stringify(program)}`;

interface Stream {
  readonly base: Local;
  readonly strides: readonly [Local, Local, Local];
  readonly atN: Local;
  readonly atY: Local;
  readonly at: Local;
}

/** A function (block) that runs the program on pixels whose channels these turns take. */
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
    const strides = [argument(), argument(), argument()] as const;
    const [atN, atY, at] = f.locals(I32, 3);
    return { base, strides, atN, atY, at };
  };
  const [count, height, width, channels] = [argument(), argument(), argument(), argument()];
  const operands = program.operands.map(stream);
  const stores = program.stores.map(stream);
  const sums = program.sums.map(stream);
  const all = [...operands, ...stores, ...sums];
  const [n, y, x, c] = f.locals(I32, 4);
  const widths = turns.map((bytes) => {
    const limit = f.local(I32);
    f.get(channels).i32(-bytes).op('i32And').set(limit);
    return { bytes, limit, together: lanes(f, program, bytes) };
  });

  /** All pixels of a row, for some of their channels. */
  const sweep = (together: Lanes) => {
    operands.forEach(({ atY, at }, i) => {
      f.get(atY);
      if (!program.operands[i]!.splat) f.get(c).op('i32Add');
      f.set(at);
      if (program.operands[i]!.steady) together.load(i, at);
    });
    for (const { atY, at } of stores) f.get(atY).get(c).op('i32Add').set(at);
    sums.forEach(({ atY, at }, i) => {
      // Sums are float64: twice the bytes of a channel.
      f.get(atY);
      if (!program.sums[i]!.total) f.get(c).i32(1).op('i32Shl').op('i32Add');
      f.set(at);
    });
    together.clear();
    const moving = [...operands.filter((_, i) => !program.operands[i]!.steady), ...stores];
    f.loop(
      x,
      () => f.get(width),
      1,
      () => {
        together.pixel(
          (operand) => operands[operand]!.at,
          (store) => stores[store]!.at,
        );
        for (const { at, strides } of moving) f.get(at).get(strides[2]).op('i32Add').set(at);
      },
    );
    together.flush((sum) => sums[sum]!.at, 0, blockBytes(program));
  };

  for (const s of all) f.get(s.base).set(s.atN);
  f.loop(
    n,
    () => f.get(count),
    1,
    () => {
      for (const s of all) f.get(s.atN).set(s.atY);
      f.loop(
        y,
        () => f.get(height),
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
          for (const s of all) f.get(s.atY).get(s.strides[1]).op('i32Add').set(s.atY);
        },
      );
      for (const s of all) f.get(s.atN).get(s.strides[0]).op('i32Add').set(s.atN);
    },
  );
  return f;
}
