import { FunctionWriter, type Local } from './assembler.ts';
import type { FusedProgram } from './fused-instruction.ts';
import { type Lane, lanes } from './fused-lanes.ts';
import { F32, I32, V128 } from './opcodes.ts';
import type { Simd } from './simd.ts';

/** 32-bit words of the argument block: n, y, x, bytes of channels; then base and strides of each tensor and sum. */
export const BLOCK_HEAD = 4;
export const BLOCK_TENSOR = 4;

/** The key under which equal programs share a kernel. */
export const fusedKey = (program: FusedProgram, { wide }: Simd): string =>
  `fused ${wide} ${JSON.stringify(program)}`;

interface Stream {
  readonly base: Local;
  readonly strides: readonly [Local, Local, Local];
  readonly atN: Local;
  readonly atY: Local;
  readonly at: Local;
}

/** A function (block) that runs the program. */
export function fusedKernel(program: FusedProgram, { wide }: Simd): FunctionWriter {
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
  const vector = lanes(f, program, V128);
  const scalar = lanes(f, program, F32);
  /** Lanes taken together, and the bytes of channels that they cover: widest first, each for what the former leaves. */
  const widths: (readonly [readonly Lane[], number])[] = [
    ...(wide ? [[[vector, lanes(f, program, V128, 16)], 32] as const] : []),
    [[vector], 16],
    [[scalar], 4],
  ];
  const limits = widths.map(([, bytes]) => {
    const limit = f.local(I32);
    f.get(channels).i32(-bytes).op('i32And').set(limit);
    return limit;
  });

  /** All pixels of a row, for a pair of vectors of channels, for one, or for one channel. */
  const sweep = (together: readonly Lane[]) => {
    operands.forEach(({ atY, at }, i) => {
      f.get(atY);
      if (!program.operands[i]!.splat) f.get(c).op('i32Add');
      f.set(at);
      if (program.operands[i]!.steady) for (const lane of together) lane.load(i, at);
    });
    for (const { atY, at } of stores) f.get(atY).get(c).op('i32Add').set(at);
    sums.forEach(({ atY, at }, i) => {
      // Sums are float64: twice the bytes of a channel.
      f.get(atY);
      if (!program.sums[i]!.total) f.get(c).i32(1).op('i32Shl').op('i32Add');
      f.set(at);
      for (const lane of together) lane.clear(i);
    });
    f.loop(
      x,
      () => f.get(width),
      1,
      () => {
        for (const lane of together) lane.compute((i) => operands[i]!.at);
        stores.forEach(({ at, strides }, i) => {
          for (const lane of together) lane.store(program.stores[i]!, at);
          f.get(at).get(strides[2]).op('i32Add').set(at);
        });
        operands.forEach(({ at, strides }, i) => {
          if (!program.operands[i]!.steady) f.get(at).get(strides[2]).op('i32Add').set(at);
        });
      },
    );
    sums.forEach(({ at }, i) => {
      for (const lane of together) lane.flush(i, at);
    });
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
          widths.forEach(([together, bytes], i) => {
            f.continueLoop(
              c,
              () => f.get(limits[i]!),
              bytes,
              () => sweep(together),
            );
          });
          for (const s of all) f.get(s.atY).get(s.strides[1]).op('i32Add').set(s.atY);
        },
      );
      for (const s of all) f.get(s.atN).get(s.strides[0]).op('i32Add').set(s.atN);
    },
  );
  return f;
}
