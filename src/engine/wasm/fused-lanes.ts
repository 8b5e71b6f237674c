import type { FunctionWriter, Local } from './assembler.ts';
import type { FusedInstruction, FusedProgram } from './fused-instruction.ts';
import { F32, type Op, V128 } from './opcodes.ts';
import { TRANSCENDENTAL } from './transcendental.ts';

/** Code for so many channels of a pixel: some vectors side by side, or a single number. */
export interface Lanes {
  /** Fetches an operand that is the same for a band. */
  load(operand: number, at: Local): void;
  /** Empties the sums. */
  clear(): void;
  /** Computes a pixel, stores its results, and adds to the sums. */
  pixel(operandAt: (operand: number) => Local, storeAt: (store: number) => Local): void;
  /** Adds the sums, which are float32, to where they belong. `room`: a place for {@link SUM_ROOM} bytes each, from `base` on. */
  flush(sumAt: (sum: number) => Local, base: Local, room: number): void;
}

/** Bytes of the widest lanes' part of a sum. */
export const SUM_ROOM = 64;

type OpNameOf = keyof typeof Op;

/** One vector or number, with what it holds. */
interface Lane {
  /** Bytes from where the pointers point to its channels. */
  readonly offset: number;
  readonly values: readonly Local[];
  readonly steady: readonly Local[];
  readonly totals: readonly Local[];
}

/** Lanes that take this many bytes of channels: a multiple of a vector's 16, or a number's 4. */
export function lanes(f: FunctionWriter, program: FusedProgram, bytes: number): Lanes {
  const wide = bytes >= 16;
  const type = wide ? V128 : F32;
  const all = Array.from(
    { length: wide ? bytes / 16 : 1 },
    (_, i): Lane => ({
      offset: 16 * i,
      values: f.locals(type, program.code.length),
      steady: f.locals(type, program.operands.length),
      totals: f.locals(type, program.sums.length),
    }),
  );
  let lone: Local | undefined;
  /** A vector in which a single channel is computed where only vectors have the instructions. */
  const vector = () => {
    lone ??= f.local(V128);
    return lone;
  };
  const name = (suffix: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Abs' | 'Sqrt') =>
    `${wide ? 'f32x4' : 'f32'}${suffix}` as OpNameOf;
  const number = (value: number) => (wide ? f.splat(value) : f.f32(value));
  const load = (operand: number, at: Local, offset: number) => {
    const { splat } = program.operands[operand]!;
    f.get(at).mem(wide ? (splat ? 'v128LoadSplat32' : 'v128Load') : 'f32Load', splat ? 0 : offset);
  };
  /** Pushes `chosen` where x is above (below) zero, else 0. */
  const where = (x: Local, comparison: 'Gt' | 'Lt', chosen: () => void) => {
    if (wide) {
      chosen();
      f.get(x).splat(0).op(`f32x4${comparison}`).op('v128And');
    } else {
      chosen();
      f.f32(0).get(x).f32(0).op(`f32${comparison}`).op('select');
    }
  };
  const instruction = (
    step: FusedInstruction,
    { offset, values, steady }: Lane,
    at: (operand: number) => Local,
  ) => {
    if (step.op === 'load') {
      if (program.operands[step.operand]!.steady) f.get(steady[step.operand]!);
      else load(step.operand, at(step.operand), offset);
      return;
    }
    const [a, b] = step.args.map((arg) => values[arg]!) as [Local, Local];
    switch (step.op) {
      case 'scale':
        number(step.by).get(a).op(name('Mul'));
        return;
      case 'shift':
        number(step.by).get(a).op(name('Add'));
        return;
      case 'add':
        f.get(a).get(b).op(name('Add'));
        return;
      case 'sub':
        f.get(a).get(b).op(name('Sub'));
        return;
      case 'mul':
        f.get(a).get(b).op(name('Mul'));
        return;
      case 'square':
        f.get(a).get(a).op(name('Mul'));
        return;
      case 'abs':
        f.get(a).op(name('Abs'));
        return;
      case 'sqrt':
        f.get(a).op(name('Sqrt'));
        return;
      case 'reciprocal':
        number(1).get(a).op(name('Div'));
        return;
      case 'exp':
      case 'sigmoid':
      case 'erf':
        if (wide) TRANSCENDENTAL[step.op](f, a);
        else {
          f.get(a).op('f32x4Splat').set(vector());
          TRANSCENDENTAL[step.op](f, vector());
          f.extractLane(0);
        }
        return;
      case 'relu':
        // A NaN stays one, as in PyTorch.
        if (wide) f.get(a).splat(0).op('f32x4Pmax');
        else f.f32(0).get(a).get(a).f32(0).op('f32Lt').op('select');
        return;
      case 'step':
        where(a, 'Gt', () => number(1));
        return;
      case 'sign':
        where(a, 'Gt', () => number(1));
        where(a, 'Lt', () => number(-1));
        f.op(name('Add'));
        return;
      case 'mask':
        where(a, 'Gt', () => f.get(b));
        return;
    }
  };
  const compute = (lane: Lane, at: (operand: number) => Local) => {
    program.code.forEach((step, i) => {
      instruction(step, lane, at);
      f.set(lane.values[i]!);
    });
    program.sums.forEach(({ value }, i) => {
      f.get(lane.totals[i]!).get(lane.values[value]!).op(name('Add')).set(lane.totals[i]!);
    });
  };
  return {
    load(operand, at) {
      for (const { steady, offset } of all) {
        load(operand, at, offset);
        f.set(steady[operand]!);
      }
    },
    clear() {
      for (const { totals } of all) for (const total of totals) number(0).set(total);
    },
    pixel(operandAt, storeAt) {
      // Two at a time, which V8 may join: of more at once the values would not fit the registers.
      for (let i = 0; i < all.length; i += 2) {
        const two = all.slice(i, i + 2);
        for (const lane of two) compute(lane, operandAt);
        program.stores.forEach((value, store) => {
          const at = storeAt(store);
          if (wide)
            f.storeVectors(
              at,
              two.map(({ values, offset }) => [values[value]!, offset]),
            );
          else f.get(at).get(two[0]!.values[value]!).mem('f32Store');
        });
      }
    },
    flush(sumAt, base, room) {
      if (!wide) {
        program.sums.forEach((_, sum) => {
          const at = sumAt(sum);
          f.get(at).get(at).mem('f64Load').get(all[0]!.totals[sum]!);
          f.op('f64PromoteF32').op('f64Add').mem('f64Store');
        });
        return;
      }
      // By way of memory: what two neighbours store side by side is what V8 joins, with the additions that led to it.
      const roomOf = (sum: number) => room + SUM_ROOM * sum;
      program.sums.forEach((_, sum) => {
        f.storeVectors(
          base,
          all.map(({ totals, offset }) => [totals[sum]!, roomOf(sum) + offset]),
        );
      });
      program.sums.forEach(({ total }, sum) => {
        const at = sumAt(sum);
        for (const { offset } of all) {
          for (const half of [0, 8]) {
            // Twice the bytes of the channels; totals over the channels all go to one place.
            const place = (total ? 0 : 2 * offset) + 2 * half;
            f.get(at).get(at).mem('v128Load', place);
            f.get(base).mem('v128Load64Zero', roomOf(sum) + offset + half);
            f.op('f64x2PromoteLow').op('f64x2Add').mem('v128Store', place);
          }
        }
      });
    },
  };
}
