import { FunctionWriter } from './assembler.ts';
import { I32, I64, V128 } from './opcodes.ts';

/** Bytes of the pattern of `count` values: one bit each, in whole 64-bit words. */
export const patternBytes = (rows: number, perRow: number): number =>
  Math.ceil((rows * Math.ceil(perRow / 32)) / 2) * 8;

/**
 * A function (values, pattern) that writes one bit for each value of `rows` rows of `perRow` values: whether it is above
 * zero. Rows start on whole 32-bit words; `stride` is in bytes.
 */
export function patternKernel(rows: number, perRow: number, stride: number): FunctionWriter {
  const f = new FunctionWriter(2);
  const [row, word, rowAt, at, to, bits] = f.locals(I32, 6);
  const zero = f.local(V128);
  const whole = Math.floor(perRow / 32);
  const rest = perRow % 32;
  f.splat(0).set(zero).get(0).set(rowAt).get(1).set(to);
  f.loop(
    row,
    () => f.i32(rows),
    1,
    () => {
      f.get(rowAt).set(at);
      f.loop(
        word,
        () => f.i32(whole),
        1,
        () => {
          f.get(to);
          for (let v = 0; v < 8; v += 1) {
            f.get(at)
              .mem('v128Load', 16 * v)
              .get(zero)
              .op('f32x4Gt')
              .op('i32x4Bitmask');
            if (v > 0)
              f.i32(4 * v)
                .op('i32Shl')
                .op('i32Or');
          }
          f.mem('i32Store').advance(at, 128).advance(to, 4);
        },
      );
      if (rest > 0) {
        f.i32(0).set(bits);
        for (let i = 0; i < rest; i += 1) {
          f.get(bits)
            .get(at)
            .mem('f32Load', 4 * i)
            .f32(0)
            .op('f32Gt')
            .i32(i)
            .op('i32Shl')
            .op('i32Or')
            .set(bits);
        }
        f.get(to).get(bits).mem('i32Store').advance(to, 4);
      }
      f.advance(rowAt, stride);
    },
  );
  // The last 64-bit word may be half used; every sample leaves the same there.
  if ((rows * Math.ceil(perRow / 32)) % 2 === 1) f.get(to).i32(0).mem('i32Store');
  return f;
}

/** Patterns that are compared with one at a time, so that each word of that one is loaded once for all of them. */
const TOGETHER = 4;

/** Patterns in whole groups of those compared together; what lies behind the last sample's is compared too, for nothing. */
export const paddedSamples = (samples: number): number => Math.ceil(samples / TOGETHER) * TOGETHER;

/**
 * A function (patterns, differences) that stores as i32 [samples, padded samples] in how many bits each pattern differs
 * from those before it and itself. Patterns of `bytes` lie one after the other.
 */
export function differencesKernel(samples: number, bytes: number): FunctionWriter {
  const f = new FunctionWriter(2);
  const [sample, other, own, at, ownEnd, start, to] = f.locals(I32, 7);
  const totals = f.locals(I32, TOGETHER);
  const word = f.local(I64);
  f.get(0).set(start);
  f.loop(
    sample,
    () => f.i32(samples),
    1,
    () => {
      f.get(0).set(at);
      f.get(sample)
        .i32(4 * paddedSamples(samples))
        .op('i32Mul')
        .get(1)
        .op('i32Add')
        .set(to);
      f.get(start).i32(bytes).op('i32Add').set(ownEnd);
      f.loop(
        other,
        () => f.get(sample).i32(1).op('i32Add'),
        TOGETHER,
        () => {
          for (const total of totals) f.i32(0).set(total);
          f.get(start).set(own);
          f.repeatUntil(own, ownEnd, 8, () => {
            f.get(own).mem('i64Load').set(word);
            totals.forEach((total, i) => {
              f.get(at)
                .mem('i64Load', i * bytes)
                .get(word)
                .op('i64Xor')
                .op('i64Popcnt')
                .op('i32WrapI64');
              f.get(total).op('i32Add').set(total);
            });
            f.advance(at, 8);
          });
          totals.forEach((total, i) =>
            f
              .get(to)
              .get(total)
              .mem('i32Store', 4 * i),
          );
          f.advance(at, (TOGETHER - 1) * bytes).advance(to, 4 * TOGETHER);
        },
      );
      f.get(ownEnd).set(start);
    },
  );
  return f;
}
